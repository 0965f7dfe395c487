// Sugar for filing by keys: what the print suggests is taken by Enter or Alt and a number,
// the place on the page comes into view, the hand goes on to what is still to be done.
// Nothing is saved before the paper is filed, and filing is a key of its own.

const form = document.querySelector("[data-filing]");
if (form) {
  form.querySelector("[data-filing-keys]").hidden = false;
  fileByKeys(form);
}

function fileByKeys(form) {
  const kind = form.querySelector("#id_kind");
  const filter = form.querySelector("#kind-filter");
  const submit = form.querySelector("[name=do][value=file]");

  number();
  goOn(null);

  form.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) return press(event, submit);
    if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
      const chip = chipsOf(target)[Number(event.code.at(-1)) - 1];
      return chip && press(event, chip);
    }
    if (key !== "Enter" || event.altKey || event.shiftKey || event.isComposing) return;
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
    const box = chip.dataset.person && personBox(chip.dataset.person);
    if (box) {
      event.preventDefault();
      box.checked = true;
      goOn(box);
    } else if (chip.dataset.value !== undefined) {
      event.preventDefault();
      fill(chip);
    }
  });
  document.addEventListener("filing:step", ({ detail }) => {
    number();
    goOn(detail.part);
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

  function fill(chip) {
    const field = document.getElementById(chip.closest("[data-chips]").dataset.chips);
    if (field === kind) {
      filter.value = "";
      filter.dispatchEvent(new Event("input"));
    }
    field.value = chip.dataset.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    mark(chip);
    goOn(field);
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
    return [...form.querySelectorAll("[name=people]")].find((box) => box.value === uid);
  }

  // What waits for a hand, in the order of the form: what must be, and what the print offers.
  function stops() {
    const found = [];
    if (!kind.value) found.push(filter);
    const find = form.querySelector("#find");
    if (find) found.push(find);
    const people = form.querySelectorAll("[name=people]");
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
    (all.find(isLater) ?? must ?? submit).focus();
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
    const box = dataset.box.split(" ").map(Number);
    document.dispatchEvent(
      new CustomEvent("sheets:show", { detail: { page: Number(dataset.page), box } }),
    );
  }
}
