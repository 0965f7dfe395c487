"""Words that join others and say little alone, in the folded form.

Source: the closed classes of the grammars (articles, prepositions, pronouns,
conjunctions), written down by hand for this project, 2026-11. They count when
all words are asked for; "some of the words" looks past them.
"""

_WRITTEN = """
في من الي علي عن مع هذا هذه ذلك تلك التي الذي الذين
هو هي هم ان او ثم لا ما لم لن قد كل بين عند بعد قبل
و ف ب ل ك يا
le la les un une des du de au aux et ou a en dans par pour sur sous avec sans ce cet cette ces
son sa ses il elle ils elles on que qui dont ne pas est
the of and in to for
"""

FUNCTION_WORDS = frozenset(_WRITTEN.split())
