// The query page: an editor in the place of the text area, run and cancel, results in the page.
import { basicSetup } from "codemirror";
import { indentWithTab } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { code, type Language } from "./code";
import { completion, loadVocabulary } from "./completion";
import { type Results, showResults } from "./results";

function start(page: HTMLElement): void {
  const find = <E extends HTMLElement>(id: string) => page.querySelector<E>(`#${id}`) as E;
  const area = find<HTMLTextAreaElement>("query");
  const state = find<HTMLElement>("state");
  const result = find<HTMLElement>("result");
  const runButton = find<HTMLButtonElement>("run");
  const cancelButton = find<HTMLButtonElement>("cancel");
  const { endpoint = "/sparql", labels = "", vocabulary = "", land = "", nonce = "" } = page.dataset;
  const permalink = new URL(endpoint, location.href).href;
  const words = loadVocabulary(vocabulary);
  let running: { name: string; stop: AbortController } | null = null;
  let chosen: Language = "curl";

  const editor = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        Prec.highest(
          keymap.of([
            {
              key: "Mod-Enter",
              run: () => {
                void run();
                return true;
              },
            },
          ]),
        ),
        basicSetup,
        keymap.of([indentWithTab]),
        StreamLanguage.define(sparql),
        syntaxHighlighting(colours),
        completion(words),
        lintGutter(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Query", spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) refresh();
        }),
        look,
      ],
    }),
  });
  area.hidden = true;
  area.before(editor.dom);
  find("keys").hidden = false;
  find("take-away").hidden = false;
  page.querySelector<HTMLLabelElement>("label[for=query]")?.addEventListener("click", () => editor.focus());

  const text = () => editor.state.doc.toString();
  const replace = (query: string) =>
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: query } });

  function refresh(): void {
    area.value = text();
    find<HTMLElement>("code-text").textContent = code(chosen, permalink, text());
    find<HTMLAnchorElement>("permalink").href = `${endpoint}?${new URLSearchParams({ query: text() })}`;
    for (const link of page.querySelectorAll<HTMLAnchorElement>("[data-format]")) {
      link.href = `${endpoint}?${new URLSearchParams({ query: text(), format: link.dataset.format ?? "" })}`;
    }
  }

  function busy(on: boolean): void {
    runButton.hidden = on;
    cancelButton.hidden = !on;
    page.classList.toggle("running", on);
    if (on) cancelButton.focus();
    else if (document.activeElement === document.body) runButton.focus();
  }

  async function run(): Promise<void> {
    if (running) return;
    const query = text();
    const mine = { name: crypto.randomUUID?.() ?? String(Math.random()).slice(2), stop: new AbortController() };
    running = mine;
    busy(true);
    result.replaceChildren();
    editor.dispatch(setDiagnostics(editor.state, []));
    const begun = performance.now();
    const clock = window.setInterval(() => {
      const seconds = Math.floor((performance.now() - begun) / 1000);
      if (seconds > 0) state.textContent = `Running for ${seconds} s.`;
    }, 1000);
    state.textContent = "Running.";
    try {
      const answer = await fetch(endpoint, {
        method: "POST",
        headers: {
          Accept: "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.1",
          "Content-Type": "application/sparql-query",
          "Query-Id": mine.name,
        },
        body: query,
        signal: mine.stop.signal,
      });
      const seconds = ((performance.now() - begun) / 1000).toFixed(2);
      if (!answer.ok) {
        await fail(answer);
        return;
      }
      const graph = answer.headers.get("content-type")?.includes("n-triples") ?? false;
      const results = graph ? triples(await answer.text()) : ((await answer.json()) as Results);
      clearInterval(clock);
      state.textContent = await showResults(result, results, { seconds, labels, land });
      offer(graph);
      history.replaceState(null, "", shortEnough(query) ? `?${new URLSearchParams({ show: query })}` : location.pathname);
    } catch (error) {
      state.textContent = mine.stop.signal.aborted
        ? "The query was cancelled."
        : `The answer broke off: ${error instanceof Error ? error.message : error}.`;
    } finally {
      clearInterval(clock);
      running = null;
      busy(false);
    }
  }

  async function fail(answer: Response): Promise<void> {
    state.textContent = "";
    let told: { title?: string; detail?: string; hint?: string; line?: number; column?: number } = {};
    try {
      told = await answer.json();
    } catch {
      told = { detail: `The server answered ${answer.status}.` };
    }
    const notice = document.createElement("div");
    notice.className = "notice";
    notice.setAttribute("role", "alert");
    for (const [index, part] of [told.detail ?? told.title, told.hint].entries()) {
      if (!part) continue;
      const paragraph = document.createElement("p");
      paragraph.textContent = part;
      if (index === 0) paragraph.className = "strong";
      notice.append(paragraph);
    }
    result.replaceChildren(notice);
    // The engine says where it stopped reading: "error at 3:7".
    const place = /\b(\d+):(\d+)\b/.exec(told.detail ?? "") ?? /[Ll]ine (\d+)()/.exec(told.detail ?? "");
    const number = Number(told.line ?? place?.[1] ?? 0);
    if (number > 0 && number <= editor.state.doc.lines) {
      const line = editor.state.doc.line(number);
      const from = Math.min(line.from + Math.max(0, Number(told.column ?? place?.[2] ?? 1) - 1), line.to);
      const message = told.detail ?? "The query does not parse here.";
      editor.dispatch(setDiagnostics(editor.state, [{ from, to: line.to, severity: "error", message }]));
    }
  }

  /** Offer the formats that fit the kind of answer. */
  function offer(graph: boolean): void {
    const formats = graph
      ? [["turtle", "Turtle"], ["ntriples", "N-Triples"], ["jsonld", "JSON-LD"]]
      : [["csv", "CSV"], ["tsv", "TSV"], ["json", "JSON"], ["xml", "XML"]];
    const section = find("downloads");
    section.hidden = false;
    const line = section.querySelector(".downloads");
    line?.replaceChildren(
      ...formats.flatMap(([form, label]) => {
        const link = document.createElement("a");
        link.dataset.format = form;
        link.download = "";
        link.textContent = label ?? "";
        return [link, " "];
      }),
    );
    refresh();
  }

  find<HTMLFormElement>("query-form").addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  cancelButton.addEventListener("click", () => {
    if (!running) return;
    void fetch(`${endpoint}/queries/${running.name}`, { method: "DELETE" });
    running.stop.abort();
  });

  const examples = find<HTMLSelectElement>("example");
  const take = () => {
    const template = document.querySelector<HTMLTemplateElement>(`template[data-example="${CSS.escape(examples.value)}"]`);
    if (template) replace(template.content.textContent?.trim() ?? "");
  };
  examples.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    take();
    editor.focus();
  });

  const tabs = [...page.querySelectorAll<HTMLButtonElement>("[role=tab]")];
  const choose = (tab: HTMLButtonElement) => {
    for (const other of tabs) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    }
    chosen = tab.dataset.code as Language;
    find("code-panel").setAttribute("aria-labelledby", tab.id);
    refresh();
  };
  for (const [place, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next = step && tabs[(place + step + tabs.length) % tabs.length];
      if (!next) return;
      event.preventDefault();
      next.focus();
      choose(next);
    });
  }
  refresh();
}

function shortEnough(query: string): boolean {
  return encodeURIComponent(query).length < 6000;
}

/** Read N-Triples as a table of three columns. */
function triples(text: string): Results {
  const term = (part: string) => {
    if (part.startsWith("<")) return { type: "uri" as const, value: part.slice(1, -1) };
    const literal = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/s.exec(part);
    if (!literal) return { type: "bnode" as const, value: part };
    return {
      type: "literal" as const,
      value: JSON.parse(`"${literal[1]?.replace(/\\U([0-9A-Fa-f]{8})/g, (_all, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))}"`),
      "xml:lang": literal[2],
      datatype: literal[3],
    };
  };
  const bindings = text
    .split("\n")
    .map((line) => /^(\S+) (\S+) (.*) \.$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ subject: term(match[1] ?? ""), predicate: term(match[2] ?? ""), object: term(match[3] ?? "") }));
  return { head: { vars: ["subject", "predicate", "object"] }, results: { bindings } };
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-word)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.atom, tags.link], color: "var(--code-name)" },
  { tag: [tags.string, tags.number], color: "var(--code-text)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.operator, tags.bracket], color: "var(--ink)" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "8px" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: "0.9rem", lineHeight: "1.55", minHeight: "16rem", maxHeight: "32rem" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--soft)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--band)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--chosen)" },
  ".cm-selectionMatch": { backgroundColor: "var(--band)" },
  ".cm-matchingBracket": { backgroundColor: "var(--chosen) !important" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "6px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { fontStyle: "normal", marginLeft: "1em", opacity: "0.85" },
  ".cm-completionInfo": { maxWidth: "22rem", padding: "6px 10px" },
  ".cm-panels": { backgroundColor: "var(--band)", color: "var(--ink)" },
});

const page = document.querySelector<HTMLElement>("#query-page");
if (page) start(page);
