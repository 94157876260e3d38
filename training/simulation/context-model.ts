import type { DeviceContext } from '../../proto/gen/nlu/v1/DeviceContext.js';
import type { Random } from '../numeric/random.js';
import type { Parameters } from './parameters.js';

/** A distribution as parallel arrays. */
interface Discrete<Value> {
  readonly values: readonly Value[];
  /** `[domains][values]` P(value | domain). */
  readonly given: readonly (readonly number[])[];
  /** `[values]` P(value). */
  readonly marginal: readonly number[];
}

/** The activity before a request: none, or a domain's so many minutes ago. */
type Past = { readonly domain: string; readonly minutes: number } | undefined;

/** P(context | domain): its parts are independent given the domain, except in a share of contexts that tell nothing. */
export interface ContextModel {
  readonly domains: readonly string[];
  /** `[domains]` P(domain). */
  readonly shares: readonly number[];
  /** The share of contexts that tell nothing. */
  readonly noise: number;
  readonly parts: readonly [Discrete<string>, Discrete<string>, Discrete<number>, Discrete<string>, Discrete<Past>];
}

/** A context as one place in each of the model's parts. */
export type Places = readonly number[];

export function contextModel({ domains, noise, ...p }: Parameters): ContextModel {
  const names = Object.keys(domains);
  const shares = names.map((name) => domains[name].share);
  const discrete = <Value>(values: readonly Value[], probability: (value: Value, domain: string) => number) => {
    const given = names.map((domain) => values.map((value) => probability(value, domain)));
    const marginal = values.map((_, place) => given.reduce((sum, row, index) => sum + shares[index] * row[place], 0));
    return { values, given, marginal };
  };
  const named = (table: Readonly<Record<string, Readonly<Record<string, number>>>>) =>
    discrete(Object.keys(table[names[0]]), (value, domain) => table[domain][value]);
  const { none, ages, persistence, halfLifeMinutes } = p.recent;
  const pasts: Past[] = [undefined, ...ages.flatMap(({ minutes }) => names.map((domain) => ({ domain, minutes })))];
  const past = (value: Past, domain: string): number => {
    if (!value) return none;
    const same = persistence * 2 ** (-value.minutes / halfLifeMinutes);
    const age = ages.find(({ minutes }) => minutes === value.minutes)?.share ?? 0;
    return (1 - none) * age * ((1 - same) * domains[value.domain].share + (value.domain === domain ? same : 0));
  };
  const hours = discrete([0, 1, 2, 3, 4, 5, 6, 7], (span, domain) => p.hour[domain][span]);
  return {
    domains: names,
    shares,
    noise,
    parts: [named(p.deviceType), named(p.foreground), hours, named(p.locale), discrete(pasts, past)],
  };
}

/** `[domains]` P(context | domain). */
export function contextLikelihoods({ domains, noise, parts }: ContextModel, places: Places): number[] {
  const chance = parts.reduce((product, part, index) => product * part.marginal[places[index]], 1);
  return domains.map((_, domain) => {
    const telling = parts.reduce((product, part, index) => product * part.given[domain][places[index]], 1);
    return (1 - noise) * telling + noise * chance;
  });
}

/** Draws a context of a request that is meant for a domain. */
export function drawContext({ noise, parts }: ContextModel, domain: number, random: Random): Places {
  const silent = random.next() < noise;
  return parts.map(({ given, marginal }) => drawPlace(silent ? marginal : given[domain], random));
}

/** A context as a request sends it. The date is any: only the hour and the time since the last activity count. */
export function wireContext({ parts }: ContextModel, places: Places, random: Random): DeviceContext {
  const [device, foreground, hour, locale, past] = parts;
  const now = Date.UTC(2026, 0, 15, 3 * hour.values[places[2]] + random.below(3), random.below(60));
  const app = foreground.values[places[1]];
  const before = past.values[places[4]];
  const time = (minutesAgo: number) => new Date(now - 60_000 * minutesAgo).toISOString();
  return {
    deviceType: device.values[places[0]],
    foregroundDomain: app === 'none' ? '' : app,
    locale: locale.values[places[3]],
    localTime: time(0),
    recent: before ? [{ domain: before.domain, time: time(before.minutes) }] : [],
  };
}

/** Draws a place with the probability that stands there; the last one takes what rounding leaves. */
export function drawPlace(probabilities: readonly number[], random: Random): number {
  let left = random.next();
  const place = probabilities.findIndex((probability) => {
    left -= probability;
    return left < 0;
  });
  return place < 0 ? probabilities.length - 1 : place;
}
