/** Where column j of a table of 32-bit addresses starts. */
// @ts-expect-error decorators belong to the other language
@inline
export function column(columns: usize, j: i32): usize {
  return load<u32>(columns + ((<usize>j) << 2)) as usize;
}
