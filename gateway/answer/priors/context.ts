import { z } from 'zod';
import { DEVICE_TYPES } from '../../../proto/device-types.js';
import { quote } from '../../../serving/checks/quote.js';
import { invalidField } from '../../../serving/errors.js';

/** A request of the user that a domain served. */
export interface Activity {
  readonly domain: string;
  /** Age at the time of the request, at least 0. */
  readonly ageMinutes: number;
}

/** A device context as a caller sends it, whose fields are described in gateway.proto; absent or empty: not known. */
export interface SentContext {
  readonly deviceType?: string;
  readonly hasScreen?: boolean;
  readonly foregroundDomain?: string;
  readonly locale?: string;
  readonly localTime?: string;
  readonly recent?: readonly { readonly domain?: string; readonly time?: string }[];
}

/** A checked device context; undefined or empty: not known. */
export interface DeviceContext {
  readonly deviceType: string;
  readonly hasScreen: boolean | undefined;
  /** Domain of the app in the foreground, or of what is playing. Any name: one that is no domain of ours tells nothing. */
  readonly foregroundDomain: string;
  /** Canonical BCP 47. */
  readonly locale: string;
  /** The hour by the device's own clock, 0 to 23. */
  readonly hour: number | undefined;
  /** The latest first, `MAX_ACTIVITIES` at most. */
  readonly recent: readonly Activity[];
}

/** Number of the latest activities that count; older ones would add next to nothing. */
export const MAX_ACTIVITIES = 100;

/** Largest length of a name in a context, which may be any app's and not only a domain's of ours. */
const LONGEST_NAME = 63;

const rfc3339 = z.iso.datetime({ offset: true });

/** Device types that have a screen, or have none, whatever the request says: a television whose screen is off is one. */
const screenOf = new Map([
  ['speaker', false],
  ['headphones', false],
  ['tv', true],
  ['ereader', true],
  ['phone', true],
  ['tablet', true],
  ['watch', true],
  ['display', true],
]);

/**
 * Checks a device context; none at all is an empty one. What contradicts itself is settled, not refused: a device type
 * tells whether there is a screen, and an activity that lies in the future counts as just now.
 * @throws NluError INVALID_ARGUMENT naming the field
 */
export function checkContext(context: SentContext | null): DeviceContext {
  const { deviceType = '', hasScreen, foregroundDomain = '', locale = '', localTime = '', recent = [] } = context ?? {};
  if (deviceType !== '' && !DEVICE_TYPES.includes(deviceType)) {
    throw invalidField('context.device_type', `${quote(deviceType)} is unknown; one of ${DEVICE_TYPES.join(', ')}`);
  }
  checkDomainName('context.foreground_domain', foregroundDomain);
  if (localTime !== '') checkTime('context.local_time', localTime);
  return {
    deviceType,
    hasScreen: screenOf.get(deviceType) ?? hasScreen,
    foregroundDomain,
    locale: canonicalLocale(locale),
    hour: localTime === '' ? undefined : Number(localTime.slice(11, 13)),
    recent: activities(recent, localTime),
  };
}

function activities(recent: NonNullable<SentContext['recent']>, localTime: string): Activity[] {
  if (recent.length > 0 && localTime === '') {
    throw invalidField('context.recent', 'needs context.local_time, the clock that its times are compared with');
  }
  const now = Date.parse(localTime);
  return recent
    .map(({ domain = '', time = '' }, index) => {
      const field = `context.recent[${index}]`;
      if (domain === '') throw invalidField(`${field}.domain`, 'is empty');
      checkDomainName(`${field}.domain`, domain);
      checkTime(`${field}.time`, time);
      return { domain, ageMinutes: Math.max(0, (now - Date.parse(time)) / 60_000) };
    })
    .sort((one, other) => one.ageMinutes - other.ageMinutes)
    .slice(0, MAX_ACTIVITIES);
}

function checkDomainName(field: string, name: string): void {
  if (name.length <= LONGEST_NAME) return;
  throw invalidField(field, `is longer than ${LONGEST_NAME} characters`);
}

function checkTime(field: string, time: string): void {
  if (rfc3339.safeParse(time).success) return;
  const example = '2018-12-18T09:30:00+02:00';
  throw invalidField(field, `${quote(time)} is not RFC 3339 with an offset; for example ${example}`);
}

function canonicalLocale(tag: string): string {
  if (tag === '') return '';
  try {
    // POSIX writes en_US.
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0];
  } catch {
    throw invalidField('context.locale', `${quote(tag)} is not a BCP 47 tag; for example en-GB`);
  }
}

/** The context of a request that tells nothing. */
export const NO_CONTEXT = checkContext(null);
