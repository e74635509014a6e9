document.querySelectorAll("table[data-sortable]").forEach((table) => {
  const body = table.tBodies[0];
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      const numeric = head.classList.contains("n");
      const rows = [...body.rows].map((row) => [row.cells[place].textContent.trim(), row]);
      rows.sort(([a], [b]) => {
        if (!a || !b) return a === b ? 0 : a ? -1 : 1;
        const found = numeric ? a - b : order.compare(a, b);
        return down ? -found : found;
      });
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.append(...rows.map(([, row]) => row));
    });
  });
});
