import { expect } from 'vitest';
import type { ForgetRequest } from '../../../proto/gen/nlu/v1/ForgetRequest.js';
import type { KnownRequest } from '../../../proto/gen/nlu/v1/KnownRequest.js';
import type { Outcome } from '../../../proto/gen/nlu/v1/Outcome.js';
import type { Preference } from '../../../proto/gen/nlu/v1/Preference.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { dial } from './serve.js';

/** Calls of the Feedback service of a gateway. */
export function feedbackOf(address: string, timeoutMs = 10_000) {
  const channel = dial(address);
  const { Report, Forget, Known, Teach, Preferences } = definitions().feedback;
  return {
    report: async (outcomes: Outcome[]) => (await callUnary(channel, Report, { outcomes }, { timeoutMs })).results,
    forget: (request: ForgetRequest) => callUnary(channel, Forget, request, { timeoutMs }),
    teach: async (customer: string, ...preferences: Preference[]) =>
      (await callUnary(channel, Teach, { customer, preferences }, { timeoutMs })).taught,
    preferences: async (customer: string) =>
      (await callUnary(channel, Preferences, { customer }, { timeoutMs })).preferences,
    known: (request: KnownRequest) => callUnary(channel, Known, request, { timeoutMs }),
  };
}

/** The same of a gateway that keeps events on NATS, once it is connected: it starts without. */
export async function connectedFeedbackOf(address: string) {
  const calls = feedbackOf(address);
  const isUp = () =>
    calls.known({ customer: 'nobody' }).then(
      () => true,
      () => false,
    );
  await expect.poll(isUp, { timeout: 20_000 }).toBe(true);
  return calls;
}

/** An outcome that happened just now. */
export function stopped(eventId: string, fields: Partial<Outcome> = {}): Outcome {
  return { eventId, requestId: 'r1', time: new Date().toISOString(), stop: {}, ...fields };
}
