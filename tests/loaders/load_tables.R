# Loads the tables of `dateline export` with base R. Run by hand, with a folder in which the files lie:
#
#   dateline export examples/trade-visit/reports --as icews -o folder/     (and polecat, gdelt, csv)
#   Rscript tests/loaders/load_tables.R folder
folder <- commandArgs(trailingOnly = TRUE)[1]
tabs <- function(name, header) {
  read.delim(file.path(folder, name), header = header, quote = "", colClasses = "character", check.names = FALSE, na.strings = "", encoding = "UTF-8")
}
icews <- tabs("events.icews.tab", TRUE)
stopifnot(ncol(icews) == 30, names(icews)[7] == "CAMEO Code", !anyNA(as.Date(icews[["Event Date"]][!is.na(icews[["Event Date"]])])))
polecat <- tabs("events.polecat.txt", TRUE)
stopifnot(ncol(polecat) == 50, names(polecat)[41] == "dl_event")
gdelt <- tabs("events.gdelt.csv", FALSE)
stopifnot(ncol(gdelt) == 71, !anyDuplicated(gdelt[[1]]), all(abs(as.numeric(gdelt[[31]])) <= 10))
flat <- read.csv(file.path(folder, "events.csv"), check.names = FALSE)
stopifnot(ncol(flat) == 33, !anyDuplicated(flat$event))
cat(sprintf("icews %d, polecat %d, gdelt %d, csv %d rows\n", nrow(icews), nrow(polecat), nrow(gdelt), nrow(flat)))
