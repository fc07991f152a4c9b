import type { RecordMatch } from './recordMatch';
import type { RecordTemplate } from './recordTemplate';

/**
 * What somebody makes of the records of one form: of those that match one template and whose leaves are texts, numbers and so on alike. What
 * rests on structure and types alone is found out for the first of them, and holds for all.
 */
export class RecordForms<Reading> {
  private readonly known = new Map<RecordTemplate, Map<number, Map<number, Reading>>>();
  private last: Reading | null = null;
  private lastTemplate: RecordTemplate | null = null;
  private lastKinds = 0;
  private lastMoreKinds = 0;

  constructor(private readonly make: (match: RecordMatch, template: RecordTemplate) => Reading) {}

  of(match: RecordMatch): Reading {
    const { template, kinds, moreKinds } = match;
    if (!template) throw new Error('Nothing was matched.');
    if (this.last !== null && template === this.lastTemplate && kinds === this.lastKinds && moreKinds === this.lastMoreKinds)
      return this.last;
    let ofTemplate = this.known.get(template);
    if (!ofTemplate) this.known.set(template, (ofTemplate = new Map<number, Map<number, Reading>>()));
    let ofKinds = ofTemplate.get(kinds);
    if (!ofKinds) ofTemplate.set(kinds, (ofKinds = new Map<number, Reading>()));
    let reading = ofKinds.get(moreKinds);
    if (reading === undefined) ofKinds.set(moreKinds, (reading = this.make(match, template)));
    this.last = reading;
    this.lastTemplate = template;
    this.lastKinds = kinds;
    this.lastMoreKinds = moreKinds;
    return reading;
  }
}
