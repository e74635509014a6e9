// Suggestions while a name is typed: a combobox with a list (ARIA Authoring Practices).

interface Suggestion {
  name: string;
  language: string;
  also: string;
  kind: string;
  link: string;
}

const WAIT = 120;

/** Make each search field suggest names. */
export function enhanceSearch(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) enhance(input);
}

function enhance(input: HTMLInputElement): void {
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer = 0;
  let asked = 0;
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (place: number) => {
    const options = [...list.querySelectorAll<HTMLLIElement>("li")];
    if (!options.length) return;
    chosen = (place + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    const option = options[chosen];
    if (!option) return;
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };

  const show = (found: Suggestion[]) => {
    list.replaceChildren(
      ...found.map((each, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.link = each.link;
        const name = document.createElement("span");
        name.className = "name";
        name.textContent = each.name;
        if (each.language && each.language !== "en") name.lang = each.language;
        const kind = document.createElement("span");
        kind.className = "soft small";
        kind.textContent = [each.kind, each.also && `also ${each.also}`].filter(Boolean).join(" · ");
        option.append(name, kind);
        return option;
      }),
    );
    chosen = -1;
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    const text = input.value.trim();
    const number = ++asked;
    if (!text) return close();
    const lang = new URLSearchParams(location.search).get("lang");
    const query = new URLSearchParams(lang ? { q: text, lang } : { q: text });
    try {
      const answer = await fetch(`${input.dataset.suggest}?${query}`);
      if (answer.ok && number === asked && document.activeElement === input) show(await answer.json());
    } catch {
      close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !list.hidden) choose(chosen + 1);
    else if (event.key === "ArrowUp" && !list.hidden) choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Enter" && chosen >= 0) {
      const link = list.querySelectorAll<HTMLLIElement>("li")[chosen]?.dataset.link;
      if (link) location.assign(link);
    } else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLLIElement>("li")?.dataset.link;
    if (link) location.assign(link);
  });
}
