// The query as code for other tools.

export type Language = "curl" | "python" | "r" | "excel";

/** Write a query as code. */
export function code(language: Language, endpoint: string, query: string): string {
  const text = query.trim();
  switch (language) {
    case "curl":
      return `curl --fail -H 'Accept: text/csv' \\\n  --data-urlencode query='${text.replaceAll("'", "'\\''")}' \\\n  '${endpoint}'`;
    case "python":
      return `import io\nimport pandas as pd\nimport requests\n\nquery = ${python(text)}\nanswer = requests.post(\n    "${endpoint}",\n    data={"query": query},\n    headers={"Accept": "text/csv"},\n    timeout=60,\n)\nanswer.raise_for_status()\ntable = pd.read_csv(io.StringIO(answer.text))\nprint(table)`;
    case "r":
      return `library(httr2)\n\nquery <- ${JSON.stringify(text).replaceAll("\\n", "\n")}\nanswer <- request("${endpoint}") |>\n  req_headers(Accept = "text/csv") |>\n  req_body_form(query = query) |>\n  req_perform()\ntable <- read.csv(text = resp_body_string(answer))\nprint(table)`;
    case "excel":
      return `Data > Get Data > From Other Sources > From Web, then paste this address:\n\n${endpoint}?format=csv&query=${encodeURIComponent(text)}`;
  }
}

function python(text: string): string {
  const safe = text.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"');
  return `"""\n${safe}\n"""`;
}
