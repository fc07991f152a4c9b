import type { Wait } from '../http/waits';
import type { GenesysClient } from './client';

/** Shorter waits would only flicker. */
const shortestShownMs = 1_500;

/** "Genesys asked to wait: 42 s" */
export function waitWords({ reason, until }: Wait, now: number, perMinute: number): string {
  const seconds = Math.max(1, Math.ceil((until - now) / 1000)).toLocaleString('en-US');
  switch (reason) {
    case 'asked':
      return `Genesys asked to wait: ${seconds} s`;
    case 'rate':
      return `the ${perMinute.toLocaleString('en-US')} requests a minute are used up: ${seconds} s`;
    case 'failed':
      return `a request failed and is sent again: ${seconds} s`;
  }
}

type Client = Pick<GenesysClient, 'onWait' | 'now' | 'requestsPerMinute'>;

/** Runs `tick` each second; what is returned ends it. */
export type EverySecond = (tick: () => void) => () => void;

const everySecond: EverySecond = (tick) => {
  const timer = setInterval(tick, 1000);
  timer.unref();
  return () => clearInterval(timer);
};

/**
 * Words of what a client does, and behind them, while it only waits, for how long still and why: counted down each second. `write` is called
 * with each new text.
 */
export class WaitingProgress {
  private words = '';
  private wait: Wait | null = null;
  private stopTicking: (() => void) | null = null;
  private readonly stopListening: () => void;

  constructor(
    private readonly client: Client,
    private readonly write: (text: string) => void,
    private readonly every: EverySecond = everySecond,
  ) {
    this.stopListening = client.onWait((wait) => this.follow(wait));
  }

  report(words: string): void {
    this.words = words;
    this.show();
  }

  end(): void {
    this.stopListening();
    this.stopTicking?.();
    this.stopTicking = null;
  }

  private follow(wait: Wait | null): void {
    const shown = wait !== null && wait.until - this.client.now() >= shortestShownMs ? wait : null;
    if (shown === null && this.wait === null) return;
    this.wait = shown;
    if (shown === null) {
      this.stopTicking?.();
      this.stopTicking = null;
    } else this.stopTicking ??= this.every(() => this.show());
    this.show();
  }

  private show(): void {
    const { words, wait, client } = this;
    const waiting = wait === null ? '' : waitWords(wait, client.now(), client.requestsPerMinute);
    const text = [words, waiting].filter((part) => part !== '').join(' · ');
    if (text !== '') this.write(text);
  }
}
