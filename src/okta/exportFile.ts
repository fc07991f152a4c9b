import {
  problem,
  problemLevels,
  type InputKind,
  type InputReport,
  type Problem,
  type ProblemCode,
  type ProblemLevel,
} from '../input/problem';
import { positionsInFile, type TextPosition } from '../input/textPosition';
import type { WalkedFile } from '../input/walkFiles';

/** A problem whose place is known as an offset until somebody needs the line. */
interface Pending {
  readonly code: ProblemCode;
  readonly message: (position: TextPosition | null) => string;
  readonly offset: number | null;
  readonly line: number | null;
}

/** Where a problem is, and whom it concerns. */
export interface Place {
  readonly offset?: number;
  readonly line?: number;
  /** Only this group of a file that holds the members of many. */
  readonly groupId?: string;
}

/** Of one code no more than these are listed one by one. */
const listedEach = 10;

/** What a file holds of one kind: a line of the trust report in the making. */
export class Section {
  records = 0;
  /** Records of the last page, where the file holds pages one after the other. */
  lastPageRecords = 0;
  /** Okta groups whose members this is. */
  readonly groupIds = new Set<string>();
  /** Okta apps that its records name. */
  readonly appIds = new Set<string>();
  /** A CSV with a header and no row: empty, if a count says so. */
  headerOnly = false;
  /** It cannot hold every member, whatever a count says: a report that leaves some out. */
  neverConfirmed = false;
  /** Words behind `recognizedBy`: what told the group or the app. */
  readonly alsoBy: string[] = [];
  private readonly pending: Pending[] = [];
  private readonly counts = new Map<ProblemCode, number>();
  /** Problems of the section as a whole, and those of one group of many. */
  private readonly general = new Set<ProblemCode>();
  private readonly ofGroup = new Map<string, Set<ProblemCode>>();
  private problems: readonly Problem[] = [];

  constructor(
    readonly file: ExportFile,
    public kind: InputKind,
    public recognizedBy: string,
  ) {}

  /** Adds a problem; beyond a handful of the same code they are only counted. */
  add(code: ProblemCode, message: string | ((position: TextPosition | null) => string), place: Place = {}): void {
    if (place.groupId === undefined) this.general.add(code);
    else this.ofGroup.set(place.groupId, (this.ofGroup.get(place.groupId) ?? new Set()).add(code));
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count > listedEach) return;
    this.pending.push({
      code,
      message: typeof message === 'string' ? () => message : message,
      offset: place.offset ?? null,
      line: place.line ?? null,
    });
  }

  has(code: ProblemCode): boolean {
    return this.counts.has(code);
  }

  hasLevel(level: ProblemLevel): boolean {
    return hasLevel(this.counts.keys(), level);
  }

  /** Whether a problem of this level concerns the group: one of its own, or of the section as a whole. */
  concerns(groupId: string, level: ProblemLevel): boolean {
    return hasLevel(this.general, level) || hasLevel(this.ofGroup.get(groupId) ?? [], level);
  }

  /** Turns offsets into lines and closes the list. */
  async settle(): Promise<void> {
    const offsets = this.pending.flatMap(({ offset }) => (offset === null ? [] : [offset]));
    const positions = offsets.length === 0 ? null : await positionsInFile(this.file.walked.absolutePath, offsets).catch(() => null);
    const settled = this.pending.map(({ code, message, offset, line }) => {
      const position = offset === null ? null : (positions?.get(offset) ?? null);
      return problem(code, message(position), this.file.path, position?.line ?? line);
    });
    for (const [code, count] of this.counts) {
      if (count > listedEach) settled.push(problem(code, `The same at ${count - listedEach} more places of this file.`, this.file.path));
    }
    this.problems = settled;
  }

  listed(): readonly Problem[] {
    return this.problems;
  }

  report(): InputReport {
    const recognizedBy = [this.recognizedBy, ...this.alsoBy].join('; ');
    return {
      path: this.file.path,
      kind: this.kind,
      records: this.records,
      recognizedBy,
      sha256: this.file.sha256,
      problems: this.problems,
    };
  }
}

function hasLevel(codes: Iterable<ProblemCode>, level: ProblemLevel): boolean {
  for (const code of codes) if (problemLevels[code] === level) return true;
  return false;
}

/** One file of an export with its sections, in the order in which its kinds were met. */
export class ExportFile {
  readonly path: string;
  /** Hex; null until the whole file was read. */
  sha256: string | null = null;
  readonly sections: Section[] = [];

  constructor(readonly walked: WalkedFile) {
    this.path = walked.path;
  }

  /** The section of a kind, made when it is first asked for. */
  section(kind: InputKind, recognizedBy: string): Section {
    const known = this.sections.find((section) => section.kind === kind);
    if (known) return known;
    const section = new Section(this, kind, recognizedBy);
    this.sections.push(section);
    return section;
  }
}
