import { RecordMatch } from './recordMatch';
import { RecordTemplate } from './recordTemplate';

/** Records of one kind come in a few forms (one phone or two, a department or none) that alternate. */
const mostTemplates = 12;
/** So many records may fit no template before it is asked whether looking is worth it. */
const patience = 256;

/** The templates of the records read so far, the last one that fitted first. */
export class RecordTemplates {
  private readonly templates: RecordTemplate[] = [];
  private readonly match = new RecordMatch();
  private matched = 0;
  private missed = 0;

  /** What the record that begins at `start` says, by a template; valid until the next call. Null where none fits. */
  find(bytes: Buffer, start: number): RecordMatch | null {
    for (let index = 0; index < this.templates.length; index += 1) {
      const template = this.templates[index];
      if (!template?.matches(bytes, start, this.match)) continue;
      this.matched += 1;
      if (index > 0) {
        this.templates.splice(index, 1);
        this.templates.unshift(template);
      }
      return this.match;
    }
    return null;
  }

  /** Takes a record that fitted no template, and is well-formed, for one. */
  learn(bytes: Buffer, start: number, end: number): void {
    this.missed += 1;
    // No two records are alike: templates cost more than they save.
    if (this.missed > patience && this.missed * 2 > this.matched) return;
    const template = RecordTemplate.of(bytes, start, end);
    if (!template) return;
    this.templates.unshift(template);
    if (this.templates.length > mostTemplates) this.templates.pop();
  }
}
