/** The commands that a new domain's README names, each as it is typed where it was made. */
export interface NextCommands {
  readonly train: string;
  readonly ask: string;
  readonly start: string;
  readonly serve: string;
  readonly evaluate: string;
}

/** The README.md of a new domain. */
export function domainReadme(name: string, commands: NextCommands): string {
  return `# ${name}

A domain of nlu-reranker: data, and nothing else. It works as it is, on sample rows; replace them by yours.

| file | what it holds |
|---|---|
| \`schema.json\` | intents and their slots |
| \`corpus.jsonl\` | one utterance a line: \`text\`, \`tokens\` with a BIO tag each, \`intent\`, and \`domain\`: ${name}, or other for what is not for it |
| \`recipe.json\` | further ways to ask, filled with values of the corpus, and near misses; may be removed |
| \`bundle/\` | what training makes and serving reads; keep it out of version control |

Train it, which takes a minute or less, and ask it beside the domains that ship:

    ${commands.train}
    ${commands.ask}

Run it with the whole stack, or alone as a process that a gateway asks:

    ${commands.start}
    ${commands.serve}

See what it takes from the others, and they from it, with rows of all of them:

    ${commands.evaluate}
`;
}
