import type { Clock } from '../../http/clock';
import type { Fetch, RequestLog } from '../../http/http';
import type { InputKind } from '../../input/problem';
import type { ManifestEntry } from '../manifestFile';
import type { OktaListName } from './lists';

/** How Okta is reached. */
export interface OktaAccess {
  /** Of `oktaDomain`. */
  readonly origin: string;
  /** An API token (SSWS). It is sent to `origin` and is nowhere else: in no file, log or error. */
  readonly token: string;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  readonly fetch?: Fetch | undefined;
  readonly log?: RequestLog | undefined;
  /** 0 to 1, for the jitter of waits. */
  readonly random?: (() => number) | undefined;
}

export interface CollectOptions extends OktaAccess {
  /** Id or label of the app that feeds Genesys Cloud; null where the org has only one app. */
  readonly app: string | null;
  /** A new or empty folder, or, with `resume`, one that a collection of the same org and app was broken off in. */
  readonly folder: string;
  /** Members of every group, not of those alone that are pushed. */
  readonly allGroups?: boolean | undefined;
  /** Whether a collection that was broken off in this folder goes on. */
  readonly resume: boolean;
  readonly onProgress?: ((progress: CollectProgress) => void) | undefined;
}

export interface CollectProgress {
  /** What is being read, in words: `users`, `members of Support Tier 1`. */
  readonly phase: string;
  /** The file that was written last, relative to the folder; null before the first. */
  readonly file: string | null;
  /** Records that are in the folder by now. */
  readonly records: number;
  /** Requests that were sent in this run. */
  readonly requests: number;
  /** Groups whose members are read, and how many there are; null before they are known. */
  readonly groups: { readonly done: number; readonly total: number } | null;
  /** Until requests go on, while Okta allows none; 0 while they go on. Reported once a second. */
  readonly waitingMs: number;
}

/** Something that Okta did not give, or gave in a state that should be known. */
export interface CollectProblem {
  readonly list: OktaListName;
  /** Id of the group whose members or record it is about. */
  readonly group: string | null;
  /** `incomplete`: a plan is less than it could be. `note`: no plan is worse for it. */
  readonly level: 'incomplete' | 'note';
  /** Of Okta's answer; null where it is about data. */
  readonly status: number | null;
  /** What is missing, why, and what the plan does without it. */
  readonly message: string;
}

export interface CollectResult {
  readonly folder: string;
  readonly app: { readonly id: string; readonly label: string };
  /** ISO 8601: when the collection was begun. */
  readonly collectedAt: string;
  readonly files: readonly ManifestEntry[];
  /** Records by kind, of all files. */
  readonly records: Readonly<Partial<Record<InputKind, number>>>;
  /** Of this run. */
  readonly requests: number;
  readonly retries: number;
  readonly waitedMs: number;
  /** None of level `incomplete`: all whole. */
  readonly problems: readonly CollectProblem[];
}

export type CollectErrorReason =
  /** No app has this id or label, or the org has none. */
  | 'appNotFound'
  /** Several apps have this label, or none was named and there are several. */
  | 'appAmbiguous'
  /** The folder holds something else, or another collection. */
  | 'folderTaken'
  /** A collection was broken off there, and `resume` is false. */
  | 'folderResumable'
  /** Another collection writes there now. */
  | 'folderInUse'
  /** Disk full, no permission, read-only. */
  | 'cannotWrite'
  /** No text that could be a token. */
  | 'badToken';

/** Why nothing was collected, or not to the end; what Okta refused is a `RequestError`. */
export class CollectError extends Error {
  readonly reason: CollectErrorReason;
  /** Of `appNotFound` and `appAmbiguous`: the apps that there are. */
  readonly apps: readonly OktaAppEntry[];

  constructor(
    reason: CollectErrorReason,
    message: string,
    rest: { readonly apps?: readonly OktaAppEntry[]; readonly cause?: unknown } = {},
  ) {
    super(message, rest.cause === undefined ? {} : { cause: rest.cause });
    this.name = 'CollectError';
    this.reason = reason;
    this.apps = rest.apps ?? [];
  }
}

/** An app of the Okta org, as far as it takes to choose one. */
export interface OktaAppEntry {
  readonly id: string;
  readonly label: string;
  /** Catalogue name, for instance `genesyscloud`. */
  readonly name: string;
  /** `ACTIVE` or `INACTIVE`. */
  readonly status: string;
  /** Okta provisions users or groups into it. */
  readonly provisions: boolean;
}
