import { z } from 'zod';
import type { DeploymentKey } from '../../feedback/privacy/deployment-key.js';
import { openSealed, seal } from '../../feedback/privacy/sealing.js';
import { type CustomerDocument, customerDocumentSchema } from '../document/customer-document.js';

const envelopeSchema = z.object({ v: z.literal(1), by: z.string(), sealed: z.string() });

/** What the seal belongs to besides the key: it opens for this customer of this deployment alone. */
const contextOf = (customer: string, { id }: Pick<DeploymentKey, 'id'>) =>
  JSON.stringify(['preferences', 1, id, customer]);

/** A customer's document as it is stored. @param key the customer's */
export function sealedDocument(
  document: CustomerDocument,
  customer: string,
  key: Buffer,
  deployment: Pick<DeploymentKey, 'id'>,
): string {
  const sealed = seal(key, contextOf(customer, deployment), JSON.stringify(document));
  return `${JSON.stringify({ v: 1, by: deployment.id, sealed })}\n`;
}

/** A stored document; undefined for one of another key or deployment, and for bytes that were changed. */
export function openedDocument(
  text: string,
  customer: string,
  key: Buffer,
  deployment: Pick<DeploymentKey, 'id'>,
): CustomerDocument | undefined {
  try {
    const { data } = envelopeSchema.safeParse(JSON.parse(text));
    const plain = data && openSealed(key, contextOf(customer, deployment), data.sealed);
    return plain && customerDocumentSchema.safeParse(JSON.parse(plain.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
