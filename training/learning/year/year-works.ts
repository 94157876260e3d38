import { spokenForm } from '../../../gateway/answer/hearings/spoken-form.js';
import { cataloguePlan } from '../../entities/catalogue-plan.js';
import type { DomainRecipe } from '../../recipes/generated-corpus.js';
import type { YearGoal } from './year-goals.js';

/** A work or person, as the files of catalogues have it. */
export interface YearWork {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly creators: readonly string[];
}

/** Tells which works and people goals name. */
export type WorksOf = (goal: Pick<YearGoal, 'meaning'>) => readonly YearWork[];

/**
 * The works and people that a goal names in the slots that a catalogue of its domain has titles for. One title of one kind is
 * one work: SNIPS says no more of it.
 */
export function worksBy(recipes: readonly DomainRecipe[]): WorksOf {
  const kinds = new Map(
    recipes.map(({ schema, recipe }) => {
      const { slots } = cataloguePlan(recipe.catalogue);
      const titled = Object.entries(slots).flatMap(([slot, targets]) => {
        const kind = targets.find(({ field }) => field === 'title')?.kind;
        return kind === undefined ? [] : [[slot, kind] as const];
      });
      return [schema.domain, new Map(titled)] as const;
    }),
  );
  return ({ meaning }) =>
    (meaning?.slots ?? []).flatMap(({ name, value }): YearWork[] => {
      const kind = kinds.get(meaning!.domain)?.get(name);
      if (kind === undefined) return [];
      return [{ id: `${kind}/${spokenForm(value)}`, kind, title: value, creators: [] }];
    });
}

/** The works that are wanted of each domain, each once, in the order of the goals. */
export function wantedWorks(goals: Iterable<YearGoal>, worksOf: WorksOf): Map<string, YearWork[]> {
  const works = new Map<string, Map<string, YearWork>>();
  for (const goal of goals) {
    if (!goal.meaning) continue;
    const own = works.get(goal.meaning.domain) ?? new Map<string, YearWork>();
    works.set(goal.meaning.domain, own);
    for (const work of worksOf(goal)) if (!own.has(work.id)) own.set(work.id, work);
  }
  return new Map([...works].map(([domain, own]) => [domain, [...own.values()]]));
}
