import { Command, Option } from 'commander';
import { messageOf } from '../../serving/errors.js';
import { type GatewayAccess, withGatewayOptions } from '../access/gateway-access.js';
import { withGateway } from '../access/gateway-client.js';
import { widthOf } from '../interpretation/fitted-table.js';
import { bundlesOption, cataloguesOption, withOption } from '../options.js';
import { liveInstances } from '../release/publication/instances.js';
import { type NatsAccess, withStores } from '../release/publication/nats-connection.js';
import { withNatsAccess } from '../release/publication/nats-options.js';
import { natsArguments } from '../shell/nats-arguments.js';
import { problemText } from '../shell/prompt/answer-line.js';
import { historyPath, keepLine, readHistory, trimHistory } from '../shell/prompt/history-file.js';
import { type PromptHistory, runPrompt } from '../shell/prompt/prompt.js';
import { runScript } from '../shell/prompt/script.js';
import { ShellSession } from '../shell/shell-session.js';
import { stopRequest } from '../stack/stop-request.js';

interface Flags extends GatewayAccess, NatsAccess {
  history: boolean;
  bundles?: string;
  catalogues?: string;
  with?: string[];
  nats?: string[];
}

/** `shell`: one utterance after the other. */
export function shellCommand(): Command {
  const command = new Command('shell')
    .description('Type one utterance after the other, and see how each is understood.')
    .option('--no-history', 'keep nothing of what is typed, and know nothing of what was typed before')
    .addOption(bundlesOption())
    .addOption(cataloguesOption())
    .addOption(withOption())
    .addOption(new Option('--nats <host:port...>', "the gateway's NATS, for :deploy, :rollback and :status"));
  return withNatsAccess(withGatewayOptions(command))
    .addHelpText(
      'after',
      `
Without --gateway a gateway and its domains are started, and stopped at the end. :help lists the shell's commands.
What is no terminal is read as a script, a line after the other; exit code 1 where a line failed.

Examples:
  nlu-reranker shell
  nlu-reranker shell --catalogues trained
  nlu-reranker shell --gateway 127.0.0.1:50050 --nats 127.0.0.1:4222
  printf ':device tv\\nfind the novel dune\\n' | nlu-reranker shell`,
    )
    .action((flags: Flags) => runShell(flags));
}

async function runShell({ history: isKept, nats: servers, ...flags }: Flags): Promise<void> {
  const ended = new AbortController();
  void stopRequest().then(() => ended.abort());
  const isTerminal = process.stdin.isTTY === true;
  const width = () => widthOf(process.stdout);
  let isWhole = true;
  if (isTerminal && flags.gateway === undefined) process.stdout.write('starting the gateway and its domains ...\n');
  try {
    await withGateway({ ...flags, oneProcess: true }, async (client, address) => {
      const replicas = servers && (() => withStores({ ...flags, nats: servers }, (stores) => liveInstances(stores)));
      const environment = { client, address, nats: natsArguments(servers, flags), replicas, width };
      const session = new ShellSession(environment, flags.catalogues === undefined ? {} : { resolve: true });
      const greeting = await session.greeting().catch((error) => problemText(error, width()));
      const help = isTerminal ? ':help lists the commands, Ctrl-D ends.\n' : '';
      process.stdout.write(`${greeting}\n${help}`);
      if (isTerminal) isWhole = await runPrompt(session, historyOf(isKept), ended.signal);
      else {
        const { failed, isStopped } = await runScript(session, process.stdin, width(), ended.signal);
        isWhole = !isStopped;
        if (failed > 0) process.exitCode = 1;
      }
    });
  } finally {
    ended.abort();
  }
  if (!isWhole) giveUp();
}

/** Ends the process with the work that is left, such as a deployment, as Ctrl-C does to a command of its own. */
function giveUp(): never {
  process.stderr.write('ended before every line was answered; `history` tells what was deployed\n');
  process.exit(1);
}

/** The lines typed before. A file that cannot be read or written is told of once, and nothing is kept. */
function historyOf(isKept: boolean): PromptHistory {
  const none = { lines: [], keep: () => {} };
  if (!isKept) return none;
  const file = historyPath(process.env);
  let isUsable = true;
  const usable = <Value>(work: () => Value, otherwise: Value): Value => {
    if (!isUsable) return otherwise;
    try {
      return work();
    } catch (error) {
      isUsable = false;
      process.stderr.write(`what is typed is not kept: ${messageOf(error)}\n`);
      return otherwise;
    }
  };
  usable(() => trimHistory(file), undefined);
  return { lines: usable(() => readHistory(file), []), keep: (line) => usable(() => keepLine(file, line), undefined) };
}
