/* Client pages. No framework: everything works without this file, it only keeps drafts, sends files early and
   adds new messages. */
import { startAttachments } from "./attach.js";
import { startFilter } from "./filter.js";
import { startFields } from "./fields.js";
import { startPlaces } from "./places.js";
import { startForms } from "./forms.js";
import { startPortalLive } from "./portal-live.js";
import { startReading } from "./portal-read.js";
import { startPress } from "./press.js";
import { startPrint } from "./print.js";
import { startSuggests } from "./suggest.js";
import { startTheme } from "./theme.js";
import { startTimes } from "./times.js";
import { startToasts } from "./toast.js";
import { startWhom } from "./whom.js";

startAttachments(); // before the forms: sending waits for files
startForms();
startFields();
startPlaces();
startTheme();
startTimes();
startToasts(() => {});
startPrint();
startPortalLive();
startFilter();
startPress();
startReading();
startWhom();
startSuggests();
