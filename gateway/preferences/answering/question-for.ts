import { setTimeout } from 'node:timers/promises';
import type { Answer } from '../../answer/answer.js';
import type { Query } from '../../domains/query.js';
import type { CustomerDocument } from '../document/customer-document.js';
import type { Question } from '../questions/question.js';
import type { Questions } from '../questions/questions.js';

/**
 * What the customer may be asked beside an answer. That it is asked is stored first, which delays this one answer by
 * `questions.waitMs` at most: where it takes longer nothing is asked, now or in the days that follow.
 * @param document what is known of the customer
 */
export async function questionFor(
  questions: Questions,
  { requestId, asker }: Query,
  { decision, readings }: Pick<Answer, 'decision' | 'readings'>,
  document: CustomerDocument,
): Promise<Question | undefined> {
  const customer = asker?.customer;
  if (customer === undefined) return undefined;
  const answer = { requestId, decision, title: readings[0]?.title ?? '' };
  const domains = readings.map(({ domain }) => domain);
  const question = questions.beside(customer, answer, domains, document);
  if (!question) return undefined;
  // A store that fails costs the question only.
  const claimed = questions.claim(customer, requestId, question).catch(() => false);
  const timer = new AbortController();
  const late = setTimeout(questions.waitMs, false, { signal: timer.signal }).catch(() => false);
  const isMine = await Promise.race([claimed, late]);
  timer.abort();
  return isMine ? question : undefined;
}
