import type { DeviceContext } from './context.js';

/** What a prior goes by. */
export const featureGroups = ['device_type', 'screen', 'foreground', 'locale', 'hour', 'recent'] as const;
export type FeatureGroup = (typeof featureGroups)[number];

/** One thing known of a context. */
export interface ContextFeature {
  readonly group: FeatureGroup;
  readonly value: string;
  /** 1 for what simply holds; in (0, 1) for an activity, by its age. */
  readonly strength: number;
}

/** Hours that count as one. */
const hoursTogether = 3;

/**
 * What is known of a context, in the groups' order; what is not known gives no feature. No domain and no value is known
 * here by name: those that mean something are the ones that a prior was learned for.
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
export function hourSpan(hour: number): string {
  const first = hour - (hour % hoursTogether);
  return `${first}-${first + hoursTogether - 1}`;
}
