import { NearTexts } from '../../rewriting/near/near-texts.js';
import type { RewriteTexts } from '../../rewriting/weak-rewrite.js';
import type { CustomerDocument } from '../document/customer-document.js';
import { ownProbability } from '../document/own-text.js';

/** What was made of a document stays as long as the document is in memory. */
const made = new WeakMap<CustomerDocument['texts'], Promise<RewriteTexts>>();

/** What a customer said before with success, as it is searched; undefined where nothing is kept. */
export function personalTexts(document: CustomerDocument | undefined): Promise<RewriteTexts> | undefined {
  if (!document || document.texts.length === 0) return undefined;
  const known = made.get(document.texts);
  if (known) return known;
  const making = searched(document.texts);
  made.set(document.texts, making);
  return making;
}

async function searched(own: CustomerDocument['texts']): Promise<RewriteTexts> {
  const texts = own.map((each) => ({ text: each.text, probability: ownProbability(each) }));
  return { layer: 'PERSONAL', texts, near: await NearTexts.inSteps(texts.map(({ text }) => text)) };
}
