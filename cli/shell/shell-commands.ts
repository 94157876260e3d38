import { nearestOf } from './nearest.js';

/** A command of the shell: what follows its name, and what it is for. */
export interface ShellCommand {
  readonly takes: string;
  readonly use: string;
}

/** Every command of the shell by its name, without the colon, in the order in which help lists them. */
export const SHELL_COMMANDS = {
  device: { takes: 'TYPE', use: 'the device that hears it, such as tv' },
  screen: { takes: 'yes|no', use: 'whether the device has a screen' },
  foreground: { takes: 'DOMAIN', use: 'whose app is in the foreground' },
  locale: { takes: 'TAG', use: 'language and region of the device, such as en-GB' },
  time: { takes: 'ISO', use: "the device's clock, RFC 3339 with its offset" },
  recent: { takes: 'DOMAIN@ISO...', use: 'what was done before, and when; needs :time' },
  customer: { takes: 'NAME', use: 'who asks' },
  session: { takes: 'NAME', use: 'the conversation' },
  wake: { takes: 'P', use: 'how sure the device is that it was spoken to, 0 to 1' },
  domains: { takes: 'NAME...', use: 'ask these domains only' },
  max: { takes: 'N', use: 'hypotheses to show at most; 3 unless told' },
  priors: { takes: 'on|off', use: 'whether the device and what was done before count' },
  preferences: { takes: 'on|off', use: "whether the customer's preferences count" },
  resolve: { takes: 'on|off', use: "look in the domains' catalogues" },
  explain: { takes: 'on|off', use: 'reasons, priors, beliefs, and what would flip it' },
  context: { takes: '', use: 'show what is set' },
  reset: { takes: '', use: 'unset all of it' },
  status: { takes: '[DOMAIN]', use: 'which domains answer, with which versions' },
  deploy: { takes: 'DOMAIN BUNDLE', use: 'deploy a bundle, by NATS; options as of `deploy`' },
  rollback: { takes: 'DOMAIN', use: 'back to the version before; options as of `rollback`' },
  help: { takes: '', use: 'this list' },
  quit: { takes: '', use: 'end; so does Ctrl-D' },
} satisfies Record<string, ShellCommand>;

export type ShellCommandName = keyof typeof SHELL_COMMANDS;

/** The names of all commands. */
export const SHELL_COMMAND_NAMES = Object.keys(SHELL_COMMANDS) as ShellCommandName[];

/** Whether there is a command of this name. */
export function isShellCommand(name: string): name is ShellCommandName {
  return Object.hasOwn(SHELL_COMMANDS, name);
}

/** What to say of a command that there is none of, with the one that was probably meant. */
export function unknownCommandText(name: string): string {
  const meant = nearestOf(name, SHELL_COMMAND_NAMES);
  return `:${name} is no command${meant === undefined ? '; :help lists them' : `; did you mean :${meant}?`}`;
}

/** The list of commands, no line wider than 80 columns. */
export function shellHelp(): string {
  const lines = SHELL_COMMAND_NAMES.map((name) => {
    const { takes, use } = SHELL_COMMANDS[name];
    return `  ${`:${name} ${takes}`.padEnd(23)} ${use}`;
  });
  return `Type what a user would say, and see how it is understood. Commands:
${lines.join('\n')}
A name alone unsets what it sets: :device. Of on|off the name alone switches.
Tab completes; the arrow keys go back to earlier lines.`;
}
