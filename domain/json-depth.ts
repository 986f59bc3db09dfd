/** No sender of ours nests deeper; readers that call themselves for each level, and the database, bear little more. */
export const jsonDepthMax = 90;

const quote = 34;
const backslash = 92;
const openList = 91;
const closeList = 93;
const openObject = 123;
const closeObject = 125;

/** Whether a text of JSON nests deeper than `jsonDepthMax`; looked at before it is parsed, in one pass. */
export const isTooDeep = (json: string): boolean => {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < json.length; index += 1) {
    const sign = json.charCodeAt(index);
    if (isInString) {
      if (sign === backslash) index += 1;
      else if (sign === quote) isInString = false;
    } else if (sign === quote) isInString = true;
    else if (sign === openList || sign === openObject) {
      depth += 1;
      if (depth > jsonDepthMax) return true;
    } else if (sign === closeList || sign === closeObject) depth -= 1;
  }
  return false;
};
