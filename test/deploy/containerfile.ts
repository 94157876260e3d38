/** An instruction of a Containerfile, such as `COPY --from=build /build/dist dist`. */
export interface Instruction {
  /** `COPY` */
  readonly keyword: string;
  /** The stage of `--from`; absent: the build context. */
  readonly from?: string;
  /** What follows the keyword and its flags: `/build/dist dist` */
  readonly text: string;
}

/** A stage of a build: `FROM base AS name`, and the instructions up to the next one. */
export interface Stage {
  /** Another stage, or an image of a registry. */
  readonly base: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/**
 * Reads the stages of a Containerfile: comments, continued lines, `--from` as the only flag, and arguments with a default before
 * the first stage, which base images may name.
 * @throws Error for an instruction before the first stage, and for a stage with no name
 */
export function readContainerfile(text: string): Stage[] {
  const stages: { base: string; name: string; instructions: Instruction[] }[] = [];
  const defaults = new Map<string, string>();
  const lines = text
    .replaceAll(/^\s*#.*\n/gmu, '')
    .replaceAll(/\\\n/gu, '')
    .split('\n');
  for (const line of lines.filter((each) => each.trim() !== '')) {
    const {
      keyword = '',
      from,
      rest = '',
    } = /^(?<keyword>\w+)\s+(?:--from=(?<from>\S+)\s+)?(?<rest>.*)$/u.exec(line)?.groups ?? {};
    if (keyword === 'ARG' && stages.length === 0) {
      const { key = '', value = '' } = /^(?<key>\w+)=(?<value>\S+)$/u.exec(rest)?.groups ?? {};
      defaults.set(key, value);
      continue;
    }
    if (keyword === 'FROM') {
      const { base = '', name } = /^(?<base>\S+)\s+AS\s+(?<name>\S+)$/u.exec(rest)?.groups ?? {};
      if (!name) throw new Error(`a stage with no name: ${line}`);
      const named = base.replace(/^\$\{(\w+)\}$/u, (_, key: string) => defaults.get(key) ?? '');
      stages.push({ base: named, name, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (!stage) throw new Error(`no stage yet: ${line}`);
    stage.instructions.push({ keyword, text: rest.trim(), ...(from !== undefined && { from }) });
  }
  return stages;
}
