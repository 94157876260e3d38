import { tokenize } from '../../domains/core/text/tokenize.js';

/** Things that sample rows ask for. */
const ITEMS = [
  'gardening',
  'the deep sea',
  'ancient rome',
  'learning to cook',
  'black holes',
  'chess openings',
  'urban farming',
  'the history of tea',
  'volcanoes',
  'home repair',
  'better sleep',
  'running a marathon',
  'birds of prey',
  'the silk road',
  'sourdough bread',
  'public speaking',
];
const TIMES = ['today', 'this week', 'from yesterday', 'last month'];

/** Ways to ask, by intent; {name} is the domain, the others are slots. */
const CARRIERS: Readonly<Record<string, readonly string[]>> = {
  Open: [
    'open {name}',
    'open my {name}',
    'go to {name}',
    'go to my {name} please',
    'show me my {name}',
    'show {name}',
    'take me to {name}',
    'can you open {name}',
    'i want to see my {name}',
    'bring up {name}',
    'start {name}',
    'let me see the {name}',
  ],
  Find: [
    'find {item} in {name}',
    'search {name} for {item}',
    'look up {item} in my {name}',
    'is there anything about {item} in {name}',
    'show me {name} about {item}',
    'find {item} {time} in {name}',
    "what's new about {item} in {name} {time}",
    'search my {name} for {item} {time}',
    'do my {name} have something on {item}',
    'i am looking for {item} in {name}',
    "what's in {name} {time}",
    'anything new in my {name} {time}',
  ],
};

/** Requests that resemble the domain's and are not for it. */
const OTHERS = [
  'open the window',
  'open the front door',
  'go to sleep mode',
  'take me to the airport',
  'show me the way home',
  'start the dishwasher',
  'start a timer for ten minutes',
  'find my keys',
  'find a gas station',
  'search the web for cheap flights',
  'look up the word serendipity',
  'is there anything in the fridge',
  "what's new at the office this week",
  "what's the weather like today",
  'bring up the thermostat by two degrees',
  'do i have something planned today',
];

/** Copies of each way to ask that has a slot, with other values. */
const COPIES = 4;

/**
 * The files of a new domain by their names: a schema of two intents, rows that a small model can be trained on as they
 * are, and a recipe. Its owner replaces the rows; they only show the form.
 * @param name the domain, as `domainName` has it
 */
export function domainTemplate(name: string): ReadonlyMap<string, string> {
  const spoken = name.replaceAll('-', ' ');
  const schema = {
    domain: name,
    description: `Opening ${spoken} and finding things in them (replace this by what your domain is for)`,
    intents: [
      { name: 'Open', slots: [] },
      { name: 'Find', slots: ['item', 'time'] },
    ],
    media: [spoken],
    rows: [],
  };
  const recipe = {
    catalogue: {},
    carriers: [
      { intent: 'Find', text: `please find {item} in ${spoken}` },
      { intent: 'Find', text: `what do my ${spoken} say about {item}` },
      { intent: 'Find', text: `search ${spoken} {time}` },
    ],
    negatives: [`how do you spell ${spoken}`, 'search for the remote', 'show me what you can do'],
  };
  return new Map([
    ['schema.json', json(schema)],
    ['corpus.jsonl', [...ownRows(name, spoken), ...otherRows()].map((row) => `${JSON.stringify(row)}\n`).join('')],
    ['recipe.json', json(recipe)],
  ]);
}

/** One line of a corpus. */
interface Row {
  readonly text: string;
  readonly tokens: readonly string[];
  readonly tags: readonly string[];
  readonly intent: string;
  readonly domain: string;
}

function ownRows(name: string, spoken: string): Row[] {
  let filled = 0;
  return Object.entries(CARRIERS).flatMap(([intent, carriers]) =>
    carriers.flatMap((carrier) => {
      const copies = /\{(?:item|time)\}/.test(carrier) ? COPIES : 1;
      return Array.from({ length: copies }, () => {
        const values = { name: spoken, item: ITEMS[filled % ITEMS.length], time: TIMES[filled % TIMES.length] };
        // Every item meets every way to ask sooner or later, as the numbers of both have no factor in common with it.
        filled += 5;
        return { ...tagged(carrier, values), intent, domain: name };
      });
    }),
  );
}

function otherRows(): Row[] {
  return OTHERS.map((text) => ({ ...tagged(text, {}), intent: 'None', domain: 'other' }));
}

/** A way to ask with its places filled, in tokens with BIO tags. */
function tagged(carrier: string, values: Readonly<Record<string, string>>): Pick<Row, 'text' | 'tokens' | 'tags'> {
  const parts = carrier.split(/\{(\w+)\}/).map((part, place) => (place % 2 === 0 ? { text: part } : filledPlace(part)));
  const tokens: string[] = [];
  const tags: string[] = [];
  for (const { text, slot } of parts) {
    for (const [place, token] of tokenize(text).entries()) {
      tokens.push(token.text);
      tags.push(slot === undefined ? 'O' : `${place === 0 ? 'B' : 'I'}-${slot}`);
    }
  }
  return { text: parts.map(({ text }) => text).join(''), tokens, tags };

  function filledPlace(place: string): { text: string; slot?: string } {
    return place === 'name' ? { text: values.name } : { text: values[place], slot: place };
  }
}

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
