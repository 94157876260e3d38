import type { ForgetRequest__Output } from '../../../proto/gen/nlu/v1/ForgetRequest.js';
import type { ForgetResponse } from '../../../proto/gen/nlu/v1/ForgetResponse.js';
import type { KnownRequest__Output } from '../../../proto/gen/nlu/v1/KnownRequest.js';
import type { KnownResponse } from '../../../proto/gen/nlu/v1/KnownResponse.js';
import type { OutcomeResult } from '../../../proto/gen/nlu/v1/OutcomeResult.js';
import type { PreferencesRequest__Output } from '../../../proto/gen/nlu/v1/PreferencesRequest.js';
import type { PreferencesResponse } from '../../../proto/gen/nlu/v1/PreferencesResponse.js';
import type { ReportRequest__Output } from '../../../proto/gen/nlu/v1/ReportRequest.js';
import type { ReportResponse } from '../../../proto/gen/nlu/v1/ReportResponse.js';
import type { TeachRequest__Output } from '../../../proto/gen/nlu/v1/TeachRequest.js';
import type { TeachResponse } from '../../../proto/gen/nlu/v1/TeachResponse.js';
import { Admission } from '../../../serving/admission/admission.js';
import { counted } from '../../../serving/checks/field-counts.js';
import { checkName } from '../../../serving/checks/hypothesis.js';
import { invalidField, NluError } from '../../../serving/errors.js';
import type { Serving } from '../../../serving/process/serving.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import type { ServedService } from '../../../serving/rpc/server.js';
import { type UnaryHandler, unary } from '../../../serving/rpc/unary.js';
import type { Feedback } from '../open-feedback.js';
import { checkOpaque } from './check-opaque.js';
import type { PreferenceCalls } from './preference-calls.js';
import { report } from './report.js';

/** The most outcomes of one report. */
const MOST_OUTCOMES = 500;
/** Outcomes that cost as much as a request. */
const OUTCOMES_PER_PLACE = 100;
const MOST_REQUEST_BYTES = 512 * 1024;
/** These calls wait for a disk or for NATS: however slow that is, it takes no place from an answer. */
const PLACES = { concurrency: 32, queue: 128, queueMs: 2_000, slowMs: Number.POSITIVE_INFINITY };

/**
 * The Feedback service.
 * @param feedback undefined: no events are kept
 * @param preferences undefined where no events are
 */
export function feedbackService(
  feedback: Feedback | undefined,
  preferences: PreferenceCalls | undefined,
  serving: Pick<Serving, 'wrap' | 'logDefect'>,
): ServedService {
  const reportOutcomes: UnaryHandler<ReportRequest__Output, ReportResponse> = async (request, context) => {
    const kept = keeping(feedback);
    checkRequestId(request.requestId);
    const { outcomes } = request;
    if (outcomes.length === 0) throw invalidField('outcomes', 'is empty; send at least one');
    if (outcomes.length > MOST_OUTCOMES) {
      throw invalidField('outcomes', `${outcomes.length} are too many; at most ${MOST_OUTCOMES}`);
    }
    const results = await report(kept, outcomes, (outcome) => {
      kept.versions.heard(outcome);
      preferences?.heard(outcome);
    });
    context.tell?.({ outcomes: outcomes.length, stored: results.filter(isKept).length });
    return { results };
  };
  const forget: UnaryHandler<ForgetRequest__Output, ForgetResponse> = async (request) => {
    const { keys, recorder, store, onFault } = keeping(feedback);
    const customer = customerOf(feedback!, request);
    if (request.preference !== '') {
      checkName('preference', request.preference);
      return { wasKnown: await preferences!.forgetOne(customer, request.preference) };
    }
    const time = recorder.latest;
    const mark = await store.mark(time);
    const wasKnown = await preferences!.forget(customer, () => keys.forget(customer, time));
    void store.purge(customer, mark).catch(onFault);
    return { wasKnown };
  };
  const teach: UnaryHandler<TeachRequest__Output, TeachResponse> = async (request, context) => {
    const customer = customerOf(keeping(feedback), request);
    const response = await preferences!.teach(customer, request.preferences, context);
    context.tell?.({ taught: request.preferences.length });
    return response;
  };
  const tellPreferences: UnaryHandler<PreferencesRequest__Output, PreferencesResponse> = (request) => {
    const customer = customerOf(keeping(feedback), request);
    return preferences!.preferences(customer);
  };
  const known: UnaryHandler<KnownRequest__Output, KnownResponse> = async (request) => {
    const { keys, store, config } = keeping(feedback);
    const customer = customerOf(feedback!, request);
    const since = await keys.since(customer);
    const common = { texts: config.text, days: config.days };
    if (since === undefined) return { ...common, known: false, since: '', requests: 0, outcomes: 0, ownTexts: 0 };
    const [counts, ownTexts] = await Promise.all([store.count(customer), preferences!.ownTexts(customer)]);
    return { ...common, known: true, since, ...counts, ownTexts };
  };
  const places = new Admission(PLACES);
  const costOf = ({ outcomes }: ReportRequest__Output) => Math.max(1, Math.ceil(outcomes.length / OUTCOMES_PER_PLACE));
  const { feedback: definition } = definitions();
  return {
    name: 'nlu.v1.Feedback',
    definition: {
      ...definition,
      Report: counted(definition.Report, { 1: { name: 'outcomes', most: 2 * MOST_OUTCOMES } }),
      Teach: counted(definition.Teach, { 2: { name: 'preferences', most: MOST_OUTCOMES } }),
    },
    mostRequestBytes: MOST_REQUEST_BYTES,
    implementation: {
      Report: unary(serving.wrap(reportOutcomes, costOf, places), serving.logDefect),
      Forget: unary(serving.wrap(forget, undefined, places), serving.logDefect),
      Teach: unary(serving.wrap(teach, undefined, places), serving.logDefect),
      Preferences: unary(serving.wrap(tellPreferences, undefined, places), serving.logDefect),
      Known: unary(serving.wrap(known, undefined, places), serving.logDefect),
    },
  };
}

const isKept = ({ status }: OutcomeResult) =>
  status === 'OUTCOME_STATUS_STORED' || status === 'OUTCOME_STATUS_DUPLICATE';

/** @throws NluError FAILED_PRECONDITION where no events are kept */
function keeping(feedback: Feedback | undefined): Feedback {
  if (feedback) return feedback;
  throw new NluError('FAILED_PRECONDITION', 'this gateway keeps no events; set events in its configuration');
}

function customerOf({ deployment }: Feedback, request: { readonly customer: string; readonly requestId: string }) {
  checkRequestId(request.requestId);
  if (request.customer === '') throw invalidField('customer', 'is empty; send the name that requests have');
  return deployment.customer(checkOpaque('customer', request.customer));
}

function checkRequestId(requestId: string): void {
  if (requestId !== '') checkName('request_id', requestId);
}
