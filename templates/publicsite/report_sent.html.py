BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBB
 #

BBBBB BBBBB gettext(u'Thank you')  X  gettext(u'Aman Centre') BBBBBBBB
BBBBB BBBB
BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
XXXX XXXXXXXXXXXXXX
XXXX gettext(u'Thank you. Your report has arrived.') XXXXX
XXX gettext(u'This is its number. Write it down if you want to ask about it later; it is not shown again.') XXXX
XX XXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX
XXX gettext(u'Those who look after reports read it now. If you left a way to reach you, they may get in touch.') XXXX
BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
XXXXXX
BBBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBX XXXXXXXXXXXXXXXXXXXXXXXBBBBBBBB
