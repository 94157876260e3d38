import type { DeviceContext } from './context.js';

/** The parts of a context that a prior depends on. */
export const FEATURE_GROUPS = ['device_type', 'screen', 'foreground', 'locale', 'hour', 'recent'] as const;
export type FeatureGroup = (typeof FEATURE_GROUPS)[number];

/** One value that is known of a context. */
export interface ContextFeature {
  readonly group: FeatureGroup;
  readonly value: string;
  /** 1 for a value that simply holds; in (0, 1) for an activity, by its age. */
  readonly strength: number;
}

/** Number of hours that count as one value. */
const HOURS_TOGETHER = 3;

/**
 * The values that are known of a context, in the groups' order; what is not known gives no feature. No domain and no value
 * has a name here: those that mean something are the ones that a prior was learned for.
 * Activities: each weighs 2^-(age / half-life), and a domain's strength is its weights' share of 1 + all weights. So one
 * activity just now has strength 1/2, many just now come near 1, and old ones fade.
 */
export function contextFeatures(context: DeviceContext, halfLifeMinutes: number): ContextFeature[] {
  const features: ContextFeature[] = [];
  const known = (group: FeatureGroup, value: string) => features.push({ group, value, strength: 1 });
  const { deviceType, hasScreen, foregroundDomain, locale, hour, recent } = context;
  if (deviceType !== '') known('device_type', deviceType);
  if (hasScreen !== undefined) known('screen', String(hasScreen));
  if (foregroundDomain !== '') known('foreground', foregroundDomain);
  if (locale !== '') known('locale', locale);
  if (hour !== undefined) known('hour', hourSpan(hour));
  const weights = new Map<string, number>();
  let total = 1;
  for (const { domain, ageMinutes } of recent) {
    const weight = 2 ** -(ageMinutes / halfLifeMinutes);
    weights.set(domain, (weights.get(domain) ?? 0) + weight);
    total += weight;
  }
  for (const [value, weight] of weights) features.push({ group: 'recent', value, strength: weight / total });
  return features;
}

/** `18-20` for 18, 19 and 20 o'clock. */
function hourSpan(hour: number): string {
  const first = hour - (hour % HOURS_TOGETHER);
  return `${first}-${first + HOURS_TOGETHER - 1}`;
}
