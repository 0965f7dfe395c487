// File by keys and fingers: Enter, Alt and a number or a tap take what the print suggests, Shift and
// Enter all that is sure; the place on the page comes into view, the focus goes on to what is open.
// Nothing is saved before the paper is filed. Without it suggestions are buttons of the form.

export function fileByKeys(form, { showPlace, isReadFirst }) {
  form.querySelector("[data-filing-keys]").hidden = false;
  const kind = form.querySelector("#id_kind");
  const filter = form.querySelector("#kind-filter");
  const submit = form.querySelector("[name=do][value=file]");
  const said = form.querySelector("[data-keys-said]");
  const sure = form.querySelector("[data-take-sure]");
  // A field in focus brings up the keyboard of a telephone, over half of what is to be looked at.
  const byFinger = matchMedia("(pointer: coarse)").matches;

  sure.querySelector("button").addEventListener("click", takeSure);
  number();
  if (byFinger || isReadFirst) offerSure();
  else goOn(null);

  form.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) return press(event, submit);
    if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
      const chip = chipsOf(target)[Number(event.code.at(-1)) - 1];
      return chip && press(event, chip);
    }
    if (key !== "Enter" || event.altKey || event.isComposing) return;
    if (event.shiftKey) {
      event.preventDefault();
      return takeSure();
    }
    // A button is pressed, the search searches, a typed kind is chosen: elsewhere.
    if (target.matches("button, summary, a")) return;
    if (isEmpty(target)) {
      const [first] = chipsOf(target);
      if (first) return press(event, first);
    }
    if (target.id === "find" || (target === filter && target.value.trim())) return;
    event.preventDefault();
    goOn(target);
  });

  form.addEventListener("click", (event) => {
    const chip = event.target.closest(".chip");
    if (!chip) return;
    const field = take(chip);
    if (!field) return;
    event.preventDefault();
    goOn(field);
  });
  form.addEventListener("focusin", ({ target }) => {
    const chip = target.closest(".chip") ?? chipsOf(target)[0];
    if (chip?.dataset.box) show(chip);
  });
  form.addEventListener("mouseover", ({ target }) => {
    const chip = target.closest(".chip");
    if (chip?.dataset.box) show(chip);
  });

  function press(event, button) {
    event.preventDefault();
    button.click();
  }

  // Puts what a chip says where it belongs; returns that field, or nothing if it takes a step.
  function take(chip) {
    const box = chip.dataset.person && personBox(chip.dataset.person);
    if (box) {
      box.checked = true;
      return box;
    }
    if (chip.dataset.value === undefined) return null;
    const field = document.getElementById(chip.closest("[data-chips]").dataset.chips);
    if (field === kind) {
      filter.value = "";
      filter.dispatchEvent(new Event("input"));
    }
    field.value = chip.dataset.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    mark(chip);
    return field;
  }

  // The chips that one press may take: the surest of each field that is still empty. Never the
  // dossier: that one is chosen by itself.
  function sureChips() {
    return [...form.querySelectorAll(".chip[data-sure]")].filter((chip) => {
      if (chip.dataset.person) return personBox(chip.dataset.person) && isEmpty(personBoxes()[0]);
      if (chip.dataset.value === undefined) return false;
      return isEmpty(document.getElementById(chip.closest("[data-chips]").dataset.chips));
    });
  }

  function takeSure() {
    const chips = sureChips();
    for (const chip of chips) take(chip);
    said.textContent = chips.length ? said.dataset.taken : said.dataset.none;
    goOn(null);
  }

  function mark(chip) {
    for (const other of chip.closest("[data-chips]").querySelectorAll(".chip")) {
      other.classList.toggle("is-taken", other === chip);
    }
  }

  // The chips of a field; the field above the list of kinds stands for the list.
  function chipsOf(field) {
    let id = field === filter ? kind.id : field.id;
    if (field.name === "people") id = "person-1";
    if (!id) return [];
    return [...form.querySelectorAll(`[data-chips="${CSS.escape(id)}"] .chip`)];
  }

  function isEmpty(field) {
    if (field === filter) return !kind.value && !filter.value.trim();
    if (field.name === "people") return !form.querySelector("[name=people]:checked");
    return !field.value.trim();
  }

  function personBox(uid) {
    return personBoxes().find((box) => box.value === uid);
  }

  function personBoxes() {
    return [...form.querySelectorAll("[name=people]")];
  }

  // What waits for a hand, in the order of the form: what must be, and what the print offers.
  function stops() {
    const found = [];
    if (!kind.value) found.push(filter);
    const find = form.querySelector("#find");
    if (find) found.push(find);
    const people = personBoxes();
    if (people.length && isEmpty(people[0])) found.push(people[0]);
    for (const field of form.querySelectorAll("input:not([type=hidden]), select")) {
      if (![filter, find, kind].includes(field) && field.name !== "people") {
        if (isEmpty(field) && chipsOf(field).length) found.push(field);
      }
    }
    return found;
  }

  function goOn(from) {
    const all = stops();
    const isLater = (field) =>
      !from || from.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING;
    // People are asked for once; whoever passes them by meant it.
    const must = all.find((field) => field === filter || field.id === "find");
    offerSure();
    reach(all.find(isLater) ?? must ?? submit);
  }

  function offerSure() {
    sure.hidden = sureChips().length < 2;
  }

  function reach(field) {
    if (!byFinger || field === submit) return field.focus();
    field.scrollIntoView({ block: "center" });
    const [chip] = chipsOf(field);
    if (chip?.dataset.box) show(chip);
  }

  // The keys stand on the chips in the order in which Alt and a number reach them.
  function number() {
    const counts = new Map();
    for (const list of form.querySelectorAll("[data-chips]")) {
      for (const key of list.querySelectorAll(".chip-key")) {
        const count = (counts.get(list.dataset.chips) ?? 0) + 1;
        counts.set(list.dataset.chips, count);
        key.textContent = count;
      }
    }
  }

  function show({ dataset }) {
    showPlace({ page: Number(dataset.page), box: dataset.box.split(" ").map(Number) });
  }

  return {
    // A part of the form was drawn anew, or a field of it was filled.
    goOnFrom(part) {
      number();
      goOn(part);
    },
  };
}
