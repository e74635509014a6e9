// Maps and networks: nearer and farther with buttons and wheel, moved by dragging, linked nodes lit.

const NEAREST = 0.03;

/** Make the large pictures movable. */
export function enhancePictures(): void {
  for (const svg of document.querySelectorAll<SVGSVGElement>("svg[data-zoom]")) {
    zoomable(svg);
    lit(svg);
  }
}

/** Let a picture be moved and made larger. */
export function zoomable(svg: SVGSVGElement): void {
  const whole = svg.viewBox.baseVal;
  const home = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const dots = [...svg.querySelectorAll<SVGCircleElement>(".dots circle")].map((dot) => ({
    dot,
    size: dot.r.baseVal.value,
  }));

  const look = (x: number, y: number, width: number) => {
    const share = Math.min(1, Math.max(NEAREST, width / home.width));
    svg.setAttribute("viewBox", `${x} ${y} ${home.width * share} ${home.height * share}`);
    for (const { dot, size } of dots) dot.setAttribute("r", (size * share ** 0.75).toFixed(2));
  };
  const zoom = (factor: number, fx = 0.5, fy = 0.5) => {
    const now = svg.viewBox.baseVal;
    const width = Math.min(home.width, Math.max(home.width * NEAREST, now.width * factor));
    const height = (width / home.width) * home.height;
    look(now.x + (now.width - width) * fx, now.y + (now.height - height) * fy, width);
  };

  const tools = document.createElement("div");
  tools.className = "tools";
  for (const [label, text, action] of [
    ["Nearer", "+", () => zoom(0.6)],
    ["Farther", "−", () => zoom(1 / 0.6)],
    ["Whole picture", "⤢", () => look(home.x, home.y, home.width)],
  ] as const) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = text;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", action);
    tools.append(button);
  }
  svg.before(tools);

  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = svg.getBoundingClientRect();
      const fx = (event.clientX - box.left) / box.width;
      zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, fx, (event.clientY - box.top) / box.height);
    },
    { passive: false },
  );
  let from: { x: number; y: number; vx: number; vy: number } | null = null;
  let moved = false;
  svg.addEventListener("pointerdown", (event) => {
    const now = svg.viewBox.baseVal;
    if (event.pointerType === "touch" && now.width === home.width) return;
    from = { x: event.clientX, y: event.clientY, vx: now.x, vy: now.y };
    moved = false;
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const now = svg.viewBox.baseVal;
    const scale = now.width / svg.getBoundingClientRect().width;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (Math.abs(dx) + Math.abs(dy) > 4) moved = true;
    if (moved) look(from.vx - dx * scale, from.vy - dy * scale, now.width);
  });
  for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
    svg.addEventListener(end, () => {
      from = null;
    });
  }
  svg.addEventListener("click", (event) => {
    if (moved) event.preventDefault();
    moved = false;
  });
  svg.addEventListener("dragstart", (event) => event.preventDefault());
}

/** Light up what a node of a network is linked to. */
function lit(svg: SVGSVGElement): void {
  const lines = [...svg.querySelectorAll<SVGLineElement>(".edges line")];
  if (!lines.length) return;
  for (const node of svg.querySelectorAll<SVGAElement>(".node")) {
    const iri = node.dataset.iri;
    const mark = (on: boolean) => {
      svg.classList.toggle("some", on);
      for (const line of lines) {
        if (line.dataset.a === iri || line.dataset.b === iri) line.classList.toggle("lit", on);
      }
    };
    node.addEventListener("pointerenter", () => mark(true));
    node.addEventListener("pointerleave", () => mark(false));
  }
}
