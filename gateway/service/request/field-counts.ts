import type { GatewayDefinition } from '../../../proto/gen/nlu/v1/Gateway.js';
import { type CountedFields, counted } from '../../../serving/checks/field-counts.js';
import { MAX_NAMED_SCORES, SLOTS_PER_HYPOTHESIS } from '../../../serving/checks/hypothesis.js';

/** Largest request that the gateway takes, in bytes: a Rerank of 100 hypotheses with ten slots each has 20 KiB. */
export const MOST_REQUEST_BYTES = 128 * 1024;

const CONTEXT = { name: 'context', most: 10, fields: { 6: { name: 'recent', most: 1_000 } } };
const VERSIONS = { name: 'versions', most: 100 };
const ENTITY = {
  4: { name: 'creators', most: 10_000 },
  7: { name: 'strategies', most: 10_000 },
  8: { name: 'slots', most: 10_000 },
};
const READING = {
  3: { name: 'slots', most: 1_000 },
  7: { name: 'contributions', most: 1_000 },
  9: { name: 'prior_contributions', most: 1_000 },
  13: { name: 'entities', most: 1_000, fields: ENTITY },
  15: { name: 'strategy_runs', most: 1_000 },
};

const INTERPRET: CountedFields = {
  3: CONTEXT,
  6: { name: 'domains', most: 1_000 },
  7: VERSIONS,
  11: {
    name: 'asked',
    most: 100,
    fields: { 4: { name: 'hypothesis', fields: READING }, 5: { name: 'entity', fields: ENTITY } },
  },
  12: { name: 'recognised', most: 1_000 },
};

const RESOLVE: CountedFields = { 3: { name: 'slots', most: 1_000 }, 5: { name: 'kinds', most: 1_000 } };

/** @param most the most hypotheses of a request */
const rerankFields = (most: number): CountedFields => ({
  3: CONTEXT,
  4: {
    name: 'hypotheses',
    most: most * 2,
    fields: {
      3: { name: 'slots', most: most * SLOTS_PER_HYPOTHESIS },
      4: { name: 'scores', most: most * 2 },
      5: { name: 'named_scores', most: most * MAX_NAMED_SCORES },
    },
  },
  7: VERSIONS,
});

/** The gateway's methods with requests whose lists and maps are counted before they are decoded. */
export function countedMethods(gateway: GatewayDefinition, mostHypotheses: number) {
  return {
    ...gateway,
    Interpret: counted(gateway.Interpret, INTERPRET),
    Resolve: counted(gateway.Resolve, RESOLVE),
    Rerank: counted(gateway.Rerank, rerankFields(mostHypotheses)),
  };
}
