// Asks gateways for the meaning of an utterance and does what they decide. When they want a question asked, it reads the
// user's answer from standard input.
//   node call-gateway.js UTTERANCE HOST:PORT [HOST:PORT ...]
import { createInterface } from 'node:readline';
import { createGatewayClient, GatewayError, type Interpretation, type Reading } from 'nlu-reranker';

const [utterance = 'play mary poppins', ...gateways] = process.argv.slice(2);
const client = createGatewayClient({
  gateways: gateways.length > 0 ? gateways : ['127.0.0.1:50050'],
  // Time for the whole call; the default of 300 suits a process whose connections are open. When a gateway has not
  // answered after the other time, the next one is asked too.
  deadlineMs: 2_000,
  hedgeAfterMs: 100,
});

/** The intent of a reading with its slots: what the dialogue acts on. */
function meaning({ domain, hypothesis }: Reading): string {
  const slots = hypothesis?.slots.map(({ name, value }) => `${name}="${value}"`) ?? [];
  return [`${domain}.${hypothesis?.intent ?? ''}`, ...slots].join(' ');
}

function act({ decision, readings }: Interpretation): void {
  switch (decision) {
    case 'ACCEPT':
      for (const reading of readings.slice(0, 1)) console.log(`do: ${meaning(reading)}`);
      break;
    case 'CLARIFY':
      console.log(`ask: ${readings.map(({ domain, title }) => `"${title}" from ${domain}`).join(', or ')}?`);
      break;
    case 'REJECT':
      console.log('leave it to another assistant');
      break;
    default:
      // UNDECIDED: a domain that did not answer may be the one that was meant.
      console.log('say: please try again');
  }
}

try {
  const context = { deviceType: 'tv', locale: 'en-GB' };
  let reply = await client.interpret({ utterance, context });
  act(reply);
  if (reply.decision === 'CLARIFY') {
    for await (const answer of createInterface({ input: process.stdin })) {
      // "The movie", "the second one", "neither": the readings that were offered say what it answers.
      reply = await client.interpret({ utterance: answer, context, asked: reply.readings });
      act(reply);
      if (reply.decision !== 'CLARIFY') break;
    }
  }
  const { domains } = await client.describe();
  for (const { domain, status, intents } of domains) console.log(`${domain}: ${status}, ${intents.length} intents`);
} catch (error) {
  if (!(error instanceof GatewayError)) throw error;
  console.error(`${error.code} from ${error.gateway ?? 'no gateway'}: ${error.message}`);
  process.exitCode = 1;
} finally {
  client.close();
}
