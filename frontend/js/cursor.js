/* Where the cursor of a list stands and what is selected. Pure: works on row ids, knows no document. */

/** The id `step` rows away, staying inside; the first one when the old row is gone. */
export function moved(ids, current, step) {
  if (ids.length === 0) return "";
  const at = ids.indexOf(current);
  if (at === -1) return step < 0 ? ids[ids.length - 1] : ids[0];
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))];
}

/** Everything between the last picked row and this one, both included, in the order of the list. */
export function between(ids, from, to) {
  const a = ids.indexOf(from);
  const b = ids.indexOf(to);
  if (b === -1) return [];
  if (a === -1) return [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** The row the cursor goes to when its row leaves the list: the next one, else the one before. */
export function afterRemoval(ids, current, removed) {
  if (!removed.includes(current)) return current;
  const at = ids.indexOf(current);
  const stays = (id) => !removed.includes(id);
  return ids.slice(at).find(stays) ?? ids.slice(0, at).reverse().find(stays) ?? "";
}
