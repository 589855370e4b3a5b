# Short names for what one does with headroom. CMakeLists.txt says how it is built; `make help` lists the targets.

PREFIX ?= /usr/local
FUZZ_SECONDS ?= 600

SOURCES = $$(find src include tests bench -name '*.[ch]')

# The packages of the file `packages`; does nothing, and calls no apt, when they are there.
INSTALL_BUILD = @tools/apt-install build
INSTALL_TEST = @tools/apt-install build test
# Debian's npm and a Node.js from elsewhere exclude each other: whichever is there will do.
INSTALL_PEER = @command -v npm >/dev/null || tools/apt-install peer

# Configures without a word unless it fails (that goes to stderr). Everything made stays inside build/.
configure = @cmake --preset $(1) >/dev/null
BUILD = @cmake --build

.NOTPARALLEL:
.PHONY: all demo tests-built quick test test-all fuzz fuzz-coverage bench coverage fresh install deb man format lint clean help

all: ## build the program: build/headroom
	$(INSTALL_BUILD)
	$(call configure,release)
	$(BUILD) build --target headroom libheadroom

demo: all ## check the example hall sites/dps-144; it has violations, so the program's exit code 1 is the right ending
	@build/headroom check sites/dps-144; code=$$?; [ $$code -le 1 ] || { echo "demo: exit code $$code"; exit $$code; }

tests-built:
	$(INSTALL_TEST)
	$(INSTALL_PEER)
	$(call configure,release -DHR_TESTS=ON)
	$(BUILD) build --target libheadroom hr_tests

quick: tests-built ## the fast tests, below a minute
	@tests/run --quick

test: tests-built ## all tests; the last line counts their cases
	@tests/run

test-all: tests-built ## all tests with their long sweeps, then FUZZ_SECONDS of fuzzing for each target
	@tests/run --long
	@$(MAKE) --no-print-directory fuzz

fuzz: ## fuzz each decoder for FUZZ_SECONDS (600), two at a time, starting from tests/fuzz/corpus
	$(INSTALL_TEST)
	$(call configure,fuzz)
	$(BUILD) build/fuzz --target hr_fuzzers
	@tools/fuzz $(FUZZ_SECONDS)

fuzz-coverage: ## how many lines of each reader the committed seeds reach; fails below 80 %
	$(INSTALL_TEST)
	@tools/fuzz-coverage

bench: ## build and run the benchmarks; QUICK=1 only shows that they run to their end
	$(INSTALL_TEST)
	$(INSTALL_PEER)
	$(call configure,release -DHR_BENCH=ON)
	$(BUILD) build --target headroom hr_benches
	@bench/run $(if $(QUICK),--quick)

coverage: ## which lines the tests reach: a table, and pages in build/coverage/html
	$(INSTALL_TEST)
	$(call configure,coverage)
	$(BUILD) build/coverage --target libheadroom hr_tests
	@tools/coverage

fresh: ## prove make demo and make test on a fresh Debian 12, in a folder (needs root)
	$(INSTALL_TEST)
	@tools/fresh

install: all ## install below PREFIX (/usr/local); DESTDIR is honoured
	@cmake --install build --prefix $(PREFIX)

deb: all ## make a Debian package: build/headroom_VERSION_ARCHITECTURE.deb, the same bytes for the same commit
	$(INSTALL_TEST)
	@tools/deb build build

man: all ## write the manual pages in man/ anew; the program makes them from its tables
	@rm -f man/*.[1-8] && build/headroom --man | while read -r page; do build/headroom --man $$page >man/$$page || exit 1; done

format: ## lay out the C sources by .clang-format
	$(INSTALL_TEST)
	@clang-format -i $(SOURCES)

lint: ## layout, clang-tidy, cppcheck, reasons for suppressions
	$(INSTALL_TEST)
	$(call configure,clang)
	@tools/lint

clean: ## remove build/
	@rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12
