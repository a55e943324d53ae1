/* Theme and density: painted at once, kept with the account (data-look of the body) and in cookies, which the
   sign-in page reads. */
import { post } from "./http.js";
import { toast } from "./toast.js";

const YEAR_S = 365 * 24 * 3600;

export function startTheme() {
  document.addEventListener("click", (event) => {
    const theme = event.target.closest?.("[data-theme-set]");
    if (theme) set("theme", theme.dataset.themeSet, { theme: theme.dataset.themeSet });
    if (event.target.closest?.("[data-density-toggle]")) {
      const dense = document.documentElement.dataset.density !== "compact";
      set("density", dense ? "compact" : "", { dense: dense ? "1" : "0" });
    }
  });
}

function set(name, value, fields) {
  if (value) document.documentElement.dataset[name] = value;
  else delete document.documentElement.dataset[name];
  document.cookie = `${name}=${value}; path=/; max-age=${value ? YEAR_S : 0}; samesite=lax`;
  const url = document.body.dataset.look;
  if (url) post(url, new URLSearchParams(fields)).catch(({ message }) => toast({ text: message, kind: "error" }));
}
