/** How long something is, in words, as whole minutes, hours or days: `25 hours` for 25.9. @param hours 0 or more. */
export function ageWords(hours: number): string {
  if (hours < 1) return counted(hours * 60, 'minute');
  return hours < 48 ? counted(hours, 'hour') : counted(hours / 24, 'day');
}

function counted(count: number, unit: string): string {
  const whole = Math.floor(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
