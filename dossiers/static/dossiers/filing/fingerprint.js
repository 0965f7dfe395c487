// Tell files apart, so that an upload goes on after a reload. Knows no page.

const FINGERPRINT_BYTES = 64 * 1024;

// Two files with the same print would be mixed: its head and tail are part of it.
export async function fingerprint(file, unit) {
  const head = file.slice(0, FINGERPRINT_BYTES).arrayBuffer();
  const tail = file.slice(-FINGERPRINT_BYTES).arrayBuffer();
  const told = new TextEncoder().encode(
    [unit, file.name, file.size, file.lastModified].join("\n"),
  );
  return mixed([told, new Uint8Array(await head), new Uint8Array(await tail)]);
}

// A hash of 106 bits (cyrb53 twice); crypto.subtle exists on https and localhost only.
export function mixed(parts) {
  return [0x9e3779b9, 0x7f4a7c15]
    .map((seed) => {
      let [high, low] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
      for (const part of parts)
        for (const byte of part) {
          high = Math.imul(high ^ byte, 2654435761);
          low = Math.imul(low ^ byte, 1597334677);
        }
      high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
      low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
      return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
    })
    .join("");
}
