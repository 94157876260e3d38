import { z } from 'zod';
import { quote } from '../proto/checks/quote.js';
import { deviceTypes } from '../proto/device-types.js';
import { invalidField } from '../proto/errors.js';
import type { DeviceContext__Output } from '../proto/gen/nlu/v1/DeviceContext.js';
import type { DeviceContext } from './priors.js';

const rfc3339 = z.iso.datetime({ offset: true });

/**
 * Checks a device context; none at all is an empty one. The app in the foreground may belong to no domain of ours, so
 * any name will do; it then says nothing.
 * @throws NluError INVALID_ARGUMENT naming the field
 */
export function checkContext(context: DeviceContext__Output | null): DeviceContext {
  if (!context) return { deviceType: '', hasScreen: undefined, foregroundDomain: '' };
  const { deviceType, hasScreen, foregroundDomain, locale, localTime } = context;
  if (deviceType !== '' && !deviceTypes.includes(deviceType)) {
    throw invalidField('context.device_type', `${quote(deviceType)} is unknown; one of ${deviceTypes.join(', ')}`);
  }
  if (foregroundDomain.length > 63) throw invalidField('context.foreground_domain', 'is longer than 63 characters');
  if (locale !== '' && !isLocale(locale)) {
    throw invalidField('context.locale', `${quote(locale)} is not a BCP 47 tag; for example en-GB`);
  }
  if (localTime !== '' && !rfc3339.safeParse(localTime).success) {
    const example = '2018-12-18T09:30:00+02:00';
    throw invalidField(
      'context.local_time',
      `${quote(localTime)} is not RFC 3339 with an offset; for example ${example}`,
    );
  }
  return { deviceType, hasScreen, foregroundDomain };
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
