import { z } from 'zod';
import { envelope } from '../../bundles/format/envelope.js';
import { type Bundle, openBundleOf } from '../../bundles/format/open.js';
import { type PackOptions, packBundleOf } from '../../bundles/format/pack.js';
import { BundleRefused } from '../../bundles/format/refusal.js';
import type { Trust } from '../../bundles/format/trust.js';
import { decodeQuantileForest, encodeQuantileForest, TREES_PART } from '../../domains/core/trees/trees-format.js';
import { messageOf } from '../../serving/errors.js';
import { LOAD_FEATURES } from '../forecast/features.js';
import { type ForecastModel, TREE_FEATURES } from '../forecast/forecast-model.js';
import { DAY_SECONDS } from '../forecast/series.js';

/** The name that forecast models are deployed under, where a bundle has a domain's. */
export const FORECAST = 'forecast';

const SUMS_PART = 'sums.json';

/** The manifest of a bundle that carries a forecast model. */
export const forecastManifestSchema = z.strictObject({
  ...envelope,
  domain: z.literal(FORECAST),
  /** Which histories the model learned from. */
  origin: z.string().min(1).max(1024),
  /** Length of a step in seconds; a day has a whole number of them. */
  stepSeconds: z
    .int()
    .min(1)
    .max(DAY_SECONDS)
    .refine((step) => DAY_SECONDS % step === 0, 'a day must be a whole number of steps'),
  /** In steps, rising. */
  horizons: z
    .array(z.int().min(1).max(1_000_000))
    .min(1)
    .max(256)
    .refine((all) => all.every((each, index) => index === 0 || each > all[index - 1]), 'horizons must rise'),
});

export type ForecastManifest = z.infer<typeof forecastManifestSchema>;

const sumsSchema = z.strictObject({
  naiveShare: z.number().min(0).max(1),
  /** `[horizons][LOAD_FEATURES]` */
  weights: z.array(z.array(z.number()).length(LOAD_FEATURES)),
});

/** Packs a model into the file of a bundle. @param origin which histories it learned from */
export function packForecast(model: ForecastModel, origin: string, options: PackOptions): Uint8Array {
  const { stepSeconds, horizons, naiveShare, weights, forest } = model;
  const sums = { naiveShare, weights: weights.map((each) => Array.from(each, Math.fround)) };
  const parts = new Map<string, Uint8Array>([
    [SUMS_PART, Buffer.from(JSON.stringify(sums))],
    [TREES_PART, encodeQuantileForest(forest)],
  ]);
  const manifest = {
    domain: FORECAST,
    origin,
    stepSeconds,
    horizons: [...horizons],
  } satisfies Partial<ForecastManifest>;
  return packBundleOf(forecastManifestSchema, { manifest, parts }, options);
}

/**
 * Opens a bundle of a forecast model, by the checks of every bundle, and reads the model.
 * @throws BundleRefused naming the check that fails
 */
export async function openForecast(
  bytes: Uint8Array,
  trust: Trust,
): Promise<Bundle<ForecastManifest> & { readonly model: ForecastModel }> {
  const bundle = await openBundleOf(forecastManifestSchema, bytes, trust);
  const { stepSeconds, horizons } = bundle.manifest;
  const [sumsBytes, trees] = [SUMS_PART, TREES_PART].map((name) => {
    const part = bundle.parts.get(name);
    if (!part) throw new BundleRefused('graph', `the bundle has no part ${name}`);
    return part;
  });
  const sums = sumsSchema.safeParse(parsed(sumsBytes));
  if (!sums.success) {
    const [issue] = sums.error.issues;
    throw new BundleRefused('graph', `${SUMS_PART}, ${issue.path.join('.')}: ${issue.message}`);
  }
  const { naiveShare, weights } = sums.data;
  if (weights.length !== horizons.length) {
    throw new BundleRefused('graph', `${SUMS_PART}: ${weights.length} weighted sums for ${horizons.length} horizons`);
  }
  try {
    const forest = decodeQuantileForest(trees, TREE_FEATURES);
    const model = {
      stepSeconds,
      horizons,
      naiveShare,
      weights: weights.map((each) => Float64Array.from(each)),
      forest,
    };
    return { ...bundle, model };
  } catch (cause) {
    throw new BundleRefused('graph', messageOf(cause), { cause });
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new BundleRefused('graph', `${SUMS_PART} is not JSON`, { cause });
  }
}
