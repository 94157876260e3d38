/** A column's name; `number` where its cells are figures, which stand at the right. */
export type Column = string | { readonly number: string };

/** The head row of a table. */
export function Head({ columns }: { columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const isNumber = typeof column !== 'string';
          const name = isNumber ? column.number : column;
          return (
            <th key={name} scope="col" class={isNumber ? 'number' : undefined}>
              {name}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
