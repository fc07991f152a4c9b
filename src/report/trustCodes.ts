import type { InputKind, ProblemLevel } from '../input/problem';
import type { GroupTrust } from '../plan/groupTrust';
import { adviceOf, betterData, isAskedAgain, reachOf } from './adviceOf';
import { inputKindsWords } from './inputKinds';
import { byLevel } from './trustOutline';
import { memberListAdvice } from './trustWords';
import type { TrustSubject } from './trustWords';
import { joinWords } from './words';

/** A code that occurs, or a state of member lists: what it means and how to get better data, said once. */
export interface OccurringCode {
  readonly code: string;
  readonly level: ProblemLevel;
  /** A few words. */
  readonly short: string;
  /** How often it occurs. */
  readonly places: number;
  /** Advice as in `trustAdvice`, with its marks: what it means, and how far it reaches. */
  readonly means: readonly string[];
  readonly better: readonly string[];
}

/** Whether lists are to be asked for again: then the commands that do that are worth a word. */
export function isWorthCollecting(codes: readonly OccurringCode[]): boolean {
  return codes.some(
    ({ code, level }) => level !== 'note' && (isAskedAgain(code) || Object.values(stateCodes).some(([state]) => state === code)),
  );
}

/** Every code that occurs, the worst first, each once, with the queries of the kinds of files in which it occurs. */
export function occurringCodes({ inputs, problems, groups }: TrustSubject): readonly OccurringCode[] {
  const found = new Map<string, { code: string; level: ProblemLevel; places: number; kinds: Set<InputKind> }>();
  const add = (code: string, level: ProblemLevel, kind: InputKind | null): void => {
    const known = found.get(code) ?? { code, level, places: 0, kinds: new Set() };
    found.set(code, known);
    known.places += 1;
    if (kind) known.kinds.add(kind);
  };
  for (const { code, level } of problems) add(code, level, null);
  for (const input of inputs) for (const { code, level } of input.problems) add(code, level, input.kind);
  const codes = [...found.values()].map(({ code, level, places, kinds }): OccurringCode => {
    const advice = adviceOf(code);
    const reach = reachWords(level, [...kinds]);
    return {
      code,
      level,
      short: advice?.short ?? code,
      places,
      means: [...(advice ? [advice.means] : []), ...reach],
      better: betterData(code, kinds),
    };
  });
  return byLevel([...codes, ...listStates(groups.groups)]);
}

/** How far the code reaches; said of each kind where that differs. */
function reachWords(level: ProblemLevel, kinds: readonly InputKind[]): readonly string[] {
  const byReach = new Map<string, InputKind[]>();
  for (const kind of kinds) {
    const reach = reachOf(level, kind);
    if (reach !== null) byReach.set(reach, [...(byReach.get(reach) ?? []), kind]);
  }
  if (byReach.size < 2) return [...byReach.keys()];
  return [...byReach].map(([reach, same]) => `${joinWords(same.map((kind) => inputKindsWords[kind]))}: ${reach}`);
}

const stateCodes = {
  incomplete: ['incompleteSource', 'incomplete', 'member lists that are incomplete'],
  unknown: ['unknownMembers', 'incomplete', 'groups without a members file'],
  unconfirmed: ['unconfirmedMembers', 'doubt', 'member lists that no count confirms'],
} as const;

/** By the names of the guards that hold such groups back. */
function listStates(groups: readonly GroupTrust[]): OccurringCode[] {
  return (['incomplete', 'unknown', 'unconfirmed'] as const).flatMap((state) => {
    const places = groups.filter((group) => group.state === state).length;
    if (places === 0) return [];
    const [code, level, short] = stateCodes[state];
    const [means, ...better] = memberListAdvice(state, null);
    return [{ code, level, short, places, means: means === undefined ? [] : [means], better }];
  });
}
