import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import type { Reading } from '../../proto/gen/nlu/v1/Reading.js';
import { NluError } from '../../serving/errors.js';
import type { GatewayClient } from '../access/gateway-client.js';
import { wrap } from '../interpretation/fitted-table.js';
import type { Instance } from '../release/publication/instances.js';
import { runDeploymentLine } from './deployment-line.js';
import { replyText } from './reply-text.js';
import { isShellCommand, type ShellCommandName, shellHelp, unknownCommandText } from './shell-commands.js';
import { parseShellLine } from './shell-line.js';
import {
  isSetting,
  type ShellSettings,
  settingsText,
  settingText,
  shellRequest,
  withSetting,
} from './shell-settings.js';
import { replicasTable, statusText, upText } from './status-text.js';

/** What a session works with. */
export interface ShellEnvironment {
  readonly client: Pick<GatewayClient, 'interpret' | 'describe'>;
  /** `host:port` of the gateway. */
  readonly address: string;
  /** How NATS is reached, as arguments of commands; absent: the shell was told of none. */
  readonly nats: readonly string[] | undefined;
  /** Every live replica, by NATS; absent: the shell was told of none. */
  readonly replicas?: (() => Promise<readonly Instance[]>) | undefined;
  /** Columns of the terminal, asked anew for each answer, since windows change. */
  readonly width: () => number;
}

/** What a line led to: a text to print, which may be empty, and whether the user wants to end. */
export interface ShellAnswer {
  readonly text: string;
  readonly ends?: boolean;
}

/** One user at the shell: what is set, and what the gateway asked last. Lines are answered one at a time. */
export class ShellSession {
  private settings: ShellSettings;
  private asked: Reading[] = [];
  private known: readonly string[] = [];

  constructor(
    private readonly environment: ShellEnvironment,
    settings: ShellSettings = {},
  ) {
    this.settings = settings;
  }

  /** Names of the gateway's domains; none before it was reached. */
  get domains(): readonly string[] {
    return this.known;
  }

  /** What stands before the cursor: the device, and whether an answer is waited for. */
  get prompt(): string {
    const { device } = this.settings;
    return `${[...(device === undefined ? [] : [device]), ...(this.asked.length > 0 ? ['answer'] : [])].join(' ')}> `;
  }

  /** What is up, in a line. @throws NluError with the gateway's code */
  async greeting(): Promise<string> {
    return this.wrapped(upText(this.environment.address, await this.describe()));
  }

  /** Answers a line. @throws NluError for one that cannot be answered: the next one may be */
  async answer(line: string): Promise<ShellAnswer> {
    const parsed = parseShellLine(line);
    if (parsed.kind === 'nothing') return { text: '' };
    if (parsed.kind === 'utterance') return { text: await this.interpret(parsed.text) };
    const { name, words } = parsed;
    if (!isShellCommand(name)) throw new NluError('INVALID_ARGUMENT', unknownCommandText(name));
    return this.command(name, words);
  }

  private async command(name: ShellCommandName, words: readonly string[]): Promise<ShellAnswer> {
    if (isSetting(name)) {
      this.settings = withSetting(this.settings, name, words, this.known);
      return { text: this.wrapped(settingText(name, this.settings[name])) };
    }
    if (name === 'quit') return { text: '', ends: true };
    if (name === 'help') return { text: shellHelp() };
    if (name === 'context') return { text: this.wrapped(settingsText(this.settings)) };
    if (name === 'reset') {
      this.settings = {};
      this.asked = [];
      return { text: 'nothing is set' };
    }
    if (name === 'status') return { text: await this.status(words) };
    await runDeploymentLine(name, words, this.environment.nats);
    return { text: '' };
  }

  private async interpret(utterance: string): Promise<string> {
    const reply = await this.environment.client.interpret(shellRequest(utterance, this.settings, this.asked));
    this.asked = askedBy(reply);
    if (this.known.length === 0 && this.settings.domains === undefined) {
      this.known = reply.domains.map(({ domain }) => domain);
    }
    const { explain = false, customer } = this.settings;
    return replyText(reply, { width: this.environment.width(), explain, customer: customer !== undefined });
  }

  private async status(words: readonly string[]): Promise<string> {
    const isMeant = ({ domain }: { readonly domain: string }) => words.length === 0 || words.includes(domain);
    const [reply, replicas = []] = await Promise.all([this.describe(), this.environment.replicas?.()]);
    const domains = reply.domains.filter(isMeant);
    const live = replicas.filter(isMeant);
    if (domains.length === 0 && live.length === 0) {
      const problem = `${words.join(' ')}: the gateway has no such domain; it has ${this.known.join(', ')}`;
      throw new NluError('NOT_FOUND', problem);
    }
    const priorsVersion = words.length === 0 ? reply.priorsVersion : '';
    const text = this.wrapped(statusText({ domains, priorsVersion }));
    return [...(live.length === 0 ? [] : [replicasTable(live, this.environment.width())]), text]
      .filter((part) => part !== '')
      .join('\n');
  }

  private async describe() {
    const reply = await this.environment.client.describe({});
    this.known = reply.domains.map(({ domain }) => domain);
    return reply;
  }

  private wrapped(text: string): string {
    const width = this.environment.width();
    return text
      .split('\n')
      .map((line) => wrap(line, width))
      .join('\n');
  }
}

/** The readings that a reply asks about; none where it asks nothing. */
function askedBy(reply: InterpretResponse__Output): Reading[] {
  return reply.decision === 'DECISION_CLARIFY' ? reply.readings : [];
}
