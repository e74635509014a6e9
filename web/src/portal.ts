// What makes every page better with scripts: suggestions, sorted tables, colours, copying, maps.
import { enhanceSearch } from "./suggest";
import { enhanceTables } from "./tables";
import { enhancePictures } from "./pictures";

const root = document.documentElement;

/** Offer a switch between light and dark, and keep the choice in a cookie. */
function enhanceTheme(): void {
  const button = document.querySelector<HTMLButtonElement>("#theme");
  if (!button) return;
  const dark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const label = () => {
    button.textContent = dark() ? "Light colours" : "Dark colours";
  };
  button.hidden = false;
  label();
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    const path = document.body.dataset.root ?? "/";
    document.cookie = `theme=${root.dataset.theme}; path=${path}; max-age=31536000; samesite=lax`;
    label();
  });
}

/** Put what a code block holds on the clipboard. */
function enhanceCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button.copy")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    const label = button.innerHTML;
    button.addEventListener("click", async () => {
      const code = button.parentElement?.querySelector("code");
      await navigator.clipboard.writeText(code?.textContent ?? "");
      button.textContent = "Copied";
      setTimeout(() => {
        button.innerHTML = label;
      }, 1500);
    });
  }
}

/** A choice of language takes effect at once; the button stays for those without scripts. */
function enhanceLanguage(): void {
  const select = document.querySelector<HTMLSelectElement>("#lang");
  const button = select?.form?.querySelector<HTMLButtonElement>("button");
  if (!select || !button) return;
  // The keyboard walks through a list entry by entry, so only a click with the mouse goes at once.
  let byMouse = false;
  select.addEventListener("pointerdown", () => {
    byMouse = true;
  });
  select.addEventListener("keydown", () => {
    byMouse = false;
  });
  select.addEventListener("change", () => {
    if (byMouse) select.form?.requestSubmit();
  });
}

/** Keep one list of sources open; close it with Escape, which leaves the focus on its summary. */
function enhanceDetails(): void {
  const floating = () => document.querySelectorAll<HTMLDetailsElement>(".facts details.who[open], .claims details.who[open]");
  document.addEventListener("click", (event) => {
    const within = (event.target as Element | null)?.closest("details.who");
    for (const each of floating()) if (each !== within) each.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = (event.target as Element | null)?.closest<HTMLDetailsElement>("details.who[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
}

enhanceTheme();
enhanceCopying();
enhanceLanguage();
enhanceDetails();
enhanceSearch();
enhanceTables(document);
enhancePictures();
