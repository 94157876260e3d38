import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { openCatalogue } from '../../../domains/core/resolution/bundle/catalogue-bundle.js';
import type { Catalogue } from '../../../domains/core/resolution/bundle/catalogue-tables.js';
import { ENTITY_FIELDS } from '../../../domains/core/resolution/entities/entity.js';
import { nameWords } from '../../../domains/core/resolution/entities/name-words.js';
import type { EntityQuery } from '../../../domains/core/resolution/entity-query.js';
import { quantile } from '../measurement/spread.js';
import { wordDraw } from './synthetic-rows.js';

/** What is measured of one strategy, or of a whole resolution, on one kind of query. */
export interface QueryTimes {
  readonly strategy: string;
  readonly queries: string;
  /** CPU of the process for a query, in µs. */
  readonly meanUs: number;
  /** Wall clock. */
  readonly p99Us: number;
}

/** What a fresh process measures of one bundle. */
export interface OpenFigures {
  readonly entities: number;
  readonly openMs: number;
  /** What opening it adds to resident memory, after the garbage is collected, in MB. */
  readonly residentMb: number;
  readonly times: readonly QueryTimes[];
}

const QUERIES = 500;
const DEPTH = 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const [, , file] = process.argv;
process.stdout.write(JSON.stringify(await measure(file)));

async function measure(file: string): Promise<OpenFigures> {
  let bytes: Uint8Array | undefined = readFileSync(file);
  collectGarbage();
  const before = process.memoryUsage().rss - bytes.length;
  const begun = performance.now();
  const { bundle, catalogue } = await openCatalogue(bytes, ANY_SIGNER);
  const openMs = performance.now() - begun;
  const { entities } = bundle.manifest;
  bytes = undefined;
  const queries = queriesOf(catalogue);
  // The first queries make what the strategies use again.
  for (const query of Object.values(queries).flat().slice(0, 500)) {
    for (const strategy of catalogue.strategies) strategy.retrieve(query, DEPTH);
  }
  await settled();
  const residentMb = (process.memoryUsage().rss - before) / 2 ** 20;
  const times: QueryTimes[] = [];
  for (const [name, all] of Object.entries(queries)) {
    for (const strategy of catalogue.strategies) {
      times.push({ strategy: strategy.name, queries: name, ...timed(all, (query) => strategy.retrieve(query, DEPTH)) });
    }
  }
  const { resolver } = catalogue;
  for (const [name, values] of Object.entries(valuesOf(catalogue, queries['a title']))) {
    const slots = values.map((value) => [{ slot: 'track', value }]);
    times.push({
      strategy: 'whole resolution',
      queries: name,
      ...timed(slots, (named) => resolver.resolve(named, {}, 'r', 5)),
    });
  }
  times.push({
    strategy: 'whole search',
    queries: 'a title and its artist',
    ...timed(queries['a title and its artist'], ({ words, constraints }) =>
      resolver.search([...words, ...constraints.flatMap((each) => each.words)].join(' '), [], {}, 'r', 5),
    ),
  });
  return { entities, openMs, residentMb, times };
}

/** Lets finalizers give back what is no longer held. */
async function settled(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function queriesOf({ table }: Catalogue): Record<string, EntityQuery[]> {
  const { word, below } = wordDraw(20);
  const songs = table.kinds.indexOf('song');
  const query = (words: readonly string[], given: Partial<EntityQuery> = {}): EntityQuery => ({
    words,
    fields: ['title', 'aliases'],
    kinds: [songs],
    constraints: [],
    context: {},
    ...given,
  });
  const random = () => below(table.count);
  const many = <T>(make: () => T) => Array.from({ length: QUERIES }, make);
  return {
    'a title': many(() => query(nameWords(table.titleOf(random())))),
    'a title and its artist': many(() => {
      const row = random();
      const words = nameWords(table.creatorsOf(row).join(' '));
      return query(nameWords(table.titleOf(row)), { constraints: [{ field: 'creators', words }] });
    }),
    'the commonest words': many(() => query(Array.from({ length: 4 }, () => nameWords(commonest(below))[0]))),
    'eight words in all fields': many(() =>
      query(Array.from({ length: 8 }, word), { fields: ENTITY_FIELDS, kinds: [] }),
    ),
    'five hundred words': many(() => query(Array.from({ length: 500 }, word), { fields: ENTITY_FIELDS, kinds: [] })),
  };

  function commonest(draw: (bound: number) => number): string {
    return ['do', 'ka', 'li', 'mo', 'na', 'po'][draw(6)];
  }
}

/** What a slot may hold: names, and what is not meant kindly. */
function valuesOf({ table }: Catalogue, titles: readonly EntityQuery[]): Record<string, string[]> {
  const { word, below } = wordDraw(21);
  const many = (make: () => string) => Array.from({ length: QUERIES }, make);
  const title = () => table.titleOf(below(table.count));
  return {
    'a title': titles.map(({ words }) => words.join(' ')),
    'a misspelt title': many(() => {
      const written = title();
      const at = below(written.length);
      return written.slice(0, at) + written.slice(at + 1);
    }),
    'the commonest word': many(() => ['do', 'ka', 'li', 'mo', 'na', 'po'][below(6)]!),
    'five hundred words': many(() => Array.from({ length: 500 }, word).join(' ')),
    'one word of 8,000 letters': many(() => word().repeat(4_000).slice(0, 8_000)),
    'another script': many(() => String.fromCodePoint(...Array.from({ length: 12 }, () => 0x4e00 + below(5_000)))),
    'look-alike letters': many(() => title().replaceAll('a', '\u0430').replaceAll('o', '\u043e')),
    'emoji and signs': many(() => '🎵&+!? '.repeat(1 + below(40))),
  };
}

/** Asks every query once untimed, as a process has that serves for a while, and then timed. */
function timed<T>(all: readonly T[], ask: (one: T) => unknown): Pick<QueryTimes, 'meanUs' | 'p99Us'> {
  for (const one of all) ask(one);
  const walls: number[] = [];
  const begun = process.cpuUsage();
  for (const one of all) {
    const from = performance.now();
    ask(one);
    walls.push((performance.now() - from) * 1_000);
  }
  const { user, system } = process.cpuUsage(begun);
  return {
    meanUs: (user + system) / all.length,
    p99Us: quantile(
      walls.sort((a, b) => a - b),
      0.99,
    ),
  };
}
