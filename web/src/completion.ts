// Completion in the editor: prefixes, classes and properties of this graph, variables of the query.
import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

interface Term {
  name: string;
  kind: "class" | "property";
  label: string;
  uses: number;
  about: string;
}

export interface Vocabulary {
  prefixes: Record<string, string>;
  terms: Term[];
}

const KEYWORDS = [
  "ASK", "BIND", "CONSTRUCT", "COUNT", "DESCRIBE", "DISTINCT", "FILTER", "GRAPH", "GROUP BY", "HAVING", "LIMIT", "MINUS",
  "NOT EXISTS", "OFFSET", "OPTIONAL", "ORDER BY", "PREFIX", "SELECT", "UNION", "VALUES", "WHERE",
];

/** Fetch the words of the graph; an empty list where that fails. */
export async function loadVocabulary(address: string): Promise<Vocabulary> {
  try {
    const answer = await fetch(address);
    return (await answer.json()) as Vocabulary;
  } catch {
    return { prefixes: {}, terms: [] };
  }
}

/** The completion of the editor. */
export function completion(words: Promise<Vocabulary>): Extension {
  return autocompletion({ override: [(context) => complete(context, words)], icons: false, maxRenderedOptions: 80 });
}

async function complete(context: CompletionContext, words: Promise<Vocabulary>): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[?$]?[\w-]*:?[\w-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const before = context.state.sliceDoc(Math.max(0, word.from - 60), word.from);
  const text = context.state.doc.toString();
  if (/[?$]/.test(word.text[0] ?? "")) {
    const names = new Set([...text.matchAll(/[?$]\w+/g)].map(([name]) => name));
    names.delete(word.text);
    return { from: word.from, options: [...names].sort().map((label) => ({ label, type: "variable" })) };
  }
  const { prefixes, terms } = await words;
  if (/PREFIX\s+$/i.test(before)) {
    const options = Object.entries(prefixes).map(([prefix, iri]) => ({ label: `${prefix}:`, apply: `${prefix}: <${iri}>`, detail: iri }));
    return { from: word.from, options, validFor: /^[\w-]*:?$/ };
  }
  const wantsClass = /(?:\ba|rdf:type)\s+$/.test(before);
  const options: Completion[] = terms
    .filter((term) => !wantsClass || term.kind === "class")
    .map((term) => ({
      label: term.name,
      detail: term.label === term.name ? "" : term.label,
      info: `${term.about ? `${term.about} ` : ""}${term.uses.toLocaleString("en")} uses.`,
      type: term.kind,
      boost: Math.min(20, Math.log10(1 + term.uses) * 4) + (term.name.startsWith("cg:") ? 10 : 0),
      apply: withPrefix(term.name, prefixes),
    }));
  if (!word.text.includes(":") && !wantsClass) {
    options.push(...KEYWORDS.map((label) => ({ label, type: "keyword", boost: 5 })));
    options.push(...Object.entries(prefixes).map(([prefix, iri]) => ({ label: `${prefix}:`, detail: iri, type: "namespace", boost: -5 })));
  }
  return { from: word.from, options, validFor: /^[\w-]*:?[\w-]*$/ };
}

/** Complete a name, and declare its prefix at the top where the query does not yet. */
function withPrefix(name: string, prefixes: Record<string, string>) {
  return (view: EditorView, _completion: Completion, from: number, to: number) => {
    const prefix = name.split(":")[0] ?? "";
    const iri = prefixes[prefix];
    const declared = new RegExp(`PREFIX\\s+${prefix}:`, "i").test(view.state.doc.toString());
    const declaration = iri && !declared ? `PREFIX ${prefix}: <${iri}>\n` : "";
    const changes = [{ from, to, insert: name }];
    if (declaration) changes.unshift({ from: 0, to: 0, insert: declaration });
    view.dispatch({ changes, selection: { anchor: from + declaration.length + name.length }, userEvent: "input.complete" });
  };
}
