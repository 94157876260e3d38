import { join } from 'node:path';
import type { Preference } from '../../../proto/gen/nlu/v1/Preference.js';
import { temporaryFolder } from '../files.js';
import { feedbackOf } from '../servers/feedback.js';
import { gatewayBefore } from '../servers/gateway.js';
import { preferringDomains } from '../servers/preferring-domains.js';

/** A gateway that keeps preferences in a folder, with its calls. */
export async function rememberingGateway(settings: object = {}, folder = join(temporaryFolder(), 'events')) {
  const gateway = await gatewayBefore(preferringDomains(), { events: { folder }, ...settings });
  const ask = (customer: string, request: object = {}) =>
    gateway.interpret({ utterance: 'play the tower', customer, ...request });
  return { folder, gateway, ask, ...feedbackOf(gateway.address) };
}

export const tower: Preference = { meaning: { words: 'The Tower', domain: 'video' } };
export const deezer: Preference = { defaultSlot: { domain: 'music', slot: 'service', value: 'deezer' } };
