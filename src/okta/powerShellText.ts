import type { JsonObject, JsonValue } from '../input/problem';
import { isObject } from './recordKinds';

/**
 * `ConvertTo-Json` writes what lies deeper than its depth (2, unless `-Depth` says otherwise) as PowerShell shows it:
 * `@{login=anna@contoso.example; firstName=Anna}`. The object in such a text; null where the value is none.
 */
export function powerShellObject(value: JsonValue | undefined): JsonObject | null {
  if (typeof value !== 'string' || !value.startsWith('@{') || !value.endsWith('}')) return null;
  const fields = value.slice(2, -1).split(/; (?=[A-Za-z_][\w-]*=)/);
  return Object.fromEntries(
    fields.flatMap((field) => {
      const at = field.indexOf('=');
      const name = field.slice(0, Math.max(at, 0)).trim();
      return name === '' || name === '__proto__' ? [] : [[name, field.slice(at + 1) || null]];
    }),
  );
}

/** The record with its objects back in place of their texts. */
export function unfolded(record: JsonObject): JsonObject {
  const changed = ['profile', 'credentials', '_links', '_embedded'].flatMap((key) => {
    const value = powerShellObject(record[key]);
    return value === null ? [] : [[key, value]];
  });
  return changed.length === 0 ? record : { ...record, ...(Object.fromEntries(changed) as JsonObject) };
}

/** The object in a cell of a CSV: JSON (Steampipe, CloudQuery), or as Export-Csv shows it; empty where the cell holds anything else. */
export function objectInCell(cell: string): JsonObject {
  const shown = powerShellObject(cell);
  if (shown !== null) return shown;
  try {
    const value = cell.startsWith('{') ? (JSON.parse(cell) as JsonValue) : null;
    return isObject(value) ? value : {};
  } catch {
    return {}; // Cut or broken: what the other columns tell is all there is.
  }
}
