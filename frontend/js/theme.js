/* Theme and density: cookies, so that the next page is drawn right by the server, without a flash. */

const YEAR_S = 365 * 24 * 3600;

export function startTheme() {
  document.addEventListener("click", (event) => {
    const theme = event.target.closest?.("[data-theme-set]");
    if (theme) set("theme", theme.dataset.themeSet);
    if (event.target.closest?.("[data-density-toggle]")) {
      set("density", document.documentElement.dataset.density === "compact" ? "" : "compact");
    }
  });
}

function set(name, value) {
  if (value) document.documentElement.dataset[name] = value;
  else delete document.documentElement.dataset[name];
  document.cookie = `${name}=${value}; path=/; max-age=${value ? YEAR_S : 0}; samesite=lax`;
}
