// What every page loads. Heavy drawings come by themselves, when a page shows one.
import "htmx.org/dist/htmx.esm.js";
