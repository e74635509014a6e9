// Tables that sort by a column: a button in each heading, aria-sort on it.

/** Give the sortable tables below a node their buttons. */
export function enhanceTables(within: ParentNode): void {
  for (const table of within.querySelectorAll<HTMLTableElement>("table.sortable")) enhance(table);
}

function enhance(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  const head = table.tHead?.rows[0];
  if (!body || !head || body.rows.length < 2) return;
  [...head.cells].forEach((cell, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener("click", () => {
      const down = cell.getAttribute("aria-sort") === "ascending";
      for (const other of head.cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(body, place, down);
    });
  });
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function sort(body: HTMLTableSectionElement, place: number, down: boolean): void {
  const rows = [...body.rows].map((row) => {
    const text = row.cells[place]?.textContent?.trim() ?? "";
    const number = /^-?[\d,]+(\.\d+)?$/.test(text) ? Number(text.replaceAll(",", "")) : Number.NaN;
    return { row, text, number };
  });
  rows.sort((a, b) => {
    if (!a.text || !b.text) return Number(!a.text) - Number(!b.text);
    const order =
      Number.isNaN(a.number) || Number.isNaN(b.number) ? collator.compare(a.text, b.text) : a.number - b.number;
    return down ? -order : order;
  });
  body.append(...rows.map(({ row }) => row));
}
