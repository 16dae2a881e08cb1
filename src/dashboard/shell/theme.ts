// Light, dark, or as the system has it. Set before the first element is drawn, so that nothing flashes.
export type Theme = "system" | "light" | "dark";
export const themes: readonly Theme[] = ["system", "light", "dark"];
const remembered = "dorg.theme";

export function theme(): Theme {
  const known = localStorage.getItem(remembered);
  return themes.find(one => one === known) ?? "system";
}

export function chooseTheme(next: Theme): void {
  localStorage.setItem(remembered, next);
  applyTheme();
}

export function applyTheme(): void {
  const now = theme();
  if (now === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = now;
}
