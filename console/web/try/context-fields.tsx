import type { ConsoleState } from '../../model/console-state.js';
import type { TryContext } from '../../model/try.js';

interface Props {
  readonly state: ConsoleState | undefined;
  readonly context: TryContext;
  readonly onChange: (context: TryContext) => void;
}

/** The device that hears an utterance, and who speaks. */
export function ContextFields({ state, context, onChange }: Props) {
  const set = (change: Partial<TryContext>) => {
    const all = { ...context, ...change };
    onChange(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '' && value !== undefined)));
  };
  const domains = state?.gateway.domains.map(({ domain }) => domain) ?? [];
  return (
    <div class="fields">
      <Choice
        id="device"
        label="Device"
        value={context.device ?? ''}
        none="unknown"
        values={state?.deviceTypes ?? []}
        onChange={(device) => set({ device })}
      />
      <Choice
        id="foreground"
        label="In the foreground"
        value={context.foreground ?? ''}
        none="nothing"
        values={domains}
        onChange={(foreground) => set({ foreground })}
      />
      <div>
        <label for="time">Device's time</label>
        <input
          id="time"
          type="time"
          value={context.localTime?.slice(11, 16) ?? ''}
          onInput={({ currentTarget }) => set({ localTime: timeToday(currentTarget.value) })}
        />
      </div>
      <div>
        <label for="customer">Customer</label>
        <input
          id="customer"
          size={10}
          maxLength={64}
          value={context.customer ?? ''}
          onInput={({ currentTarget }) => set({ customer: currentTarget.value })}
        />
      </div>
      <div class="check">
        <input
          id="priors"
          type="checkbox"
          checked={context.applyPriors !== false}
          onChange={({ currentTarget }) => set({ applyPriors: currentTarget.checked ? undefined : false })}
        />
        <label for="priors">Context priors</label>
      </div>
      <div class="check">
        <input
          id="resolve"
          type="checkbox"
          checked={context.resolve === true}
          onChange={({ currentTarget }) => set({ resolve: currentTarget.checked ? true : undefined })}
        />
        <label for="resolve">Look in catalogues</label>
      </div>
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** What an empty choice is called. */
  readonly none: string;
  readonly values: readonly string[];
  readonly onChange: (value: string) => void;
}

function Choice({ id, label, value, none, values, onChange }: ChoiceProps) {
  return (
    <div>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        <option value="">{none}</option>
        {values.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </div>
  );
}

/** RFC 3339 with the reader's offset; undefined for an empty field. */
function timeToday(time: string): string | undefined {
  if (!/^\d\d:\d\d$/u.test(time)) return undefined;
  const now = new Date();
  const pad = (value: number) => String(value).padStart(2, '0');
  const ahead = -now.getTimezoneOffset();
  const offset = `${ahead < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(ahead) / 60))}:${pad(Math.abs(ahead) % 60)}`;
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}T${time}:00${offset}`;
}
