# make help prints what each command does. OUTPUT=folder and SITEURL=https://… are honoured everywhere.
OUTPUT ?= output
SITEURL ?=
PYTHON ?=
TARGET ?= dir:./public
VENV := .venv
RUN := $(VENV)/bin/python
export OUTPUT SITEURL

.DEFAULT_GOAL := help
.PHONY: help site clean check fmt new serve edit posters inspect publish rollback test test-all bench lint schemas rules

help: ## 列出所有命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.site: requirements.lock
	@sh tests/setup-python.sh "$(PYTHON)" $(VENV) requirements.lock
	@touch $@

# What pip installs is compiled once; so are the plugins, also where the environment forbids Python to keep what it compiled.
$(VENV)/.code: $(VENV)/.site $(shell find plugins -name '*.py')
	@$(RUN) -m compileall -qq plugins || true
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.site
	@sh tests/setup-python.sh "$(PYTHON)" $(VENV) requirements-test.lock
	@touch $@

$(VENV)/.bench: requirements-bench.lock $(VENV)/.test
	@sh tests/setup-python.sh "$(PYTHON)" $(VENV) requirements-bench.lock
	@touch $@

site: $(VENV)/.code ## 建站:装好所需程序,把网站建到 $(OUTPUT)
	@$(RUN) -I -S plugins/pipeline/early.py pelicanconf.py "$(OUTPUT)" -- \
	 $(VENV)/bin/pelican -s pelicanconf.py -o "$(OUTPUT)" --fatal=errors

clean: ## 删去缓存和输出
	@rm -rf .cache "$(OUTPUT)"

check: $(VENV)/.code ## 检查数据、文稿、链接和照片,逐条说明怎么改
	@$(RUN) -m plugins.desk check $(ARGS)

fmt: $(VENV)/.site ## 把可以放心改的标点、空格改好,并显示改动
	@$(RUN) -m plugins.desk fmt $(ARGS)

new: $(VENV)/.site ## 新建文稿、好人、活动、阵地、队伍、实践周(KIND=… TITLE=…)
	@$(RUN) -m plugins.desk new $(if $(KIND),--kind "$(KIND)") $(if $(TITLE),--title "$(TITLE)") $(ARGS)

serve: $(VENV)/.code ## 本机预览,随存随看
	@$(RUN) -m plugins.desk serve $(ARGS)

edit: $(VENV)/.code ## 在浏览器里编辑(只在本机)
	@$(RUN) -m plugins.desk edit $(ARGS)

posters: $(VENV)/.site ## 由同一份数据做海报和告示(PDF)
	@$(RUN) -m plugins.posters $(ARGS)

inspect: $(VENV)/.site ## 检查建好的网站,写出报告
	@$(RUN) -m plugins.inspection "$(OUTPUT)" $(ARGS)

publish: $(VENV)/.code ## 发布:检查、建站、验收、压缩、上传(TARGET=dir:/路径 等)
	@$(RUN) -m plugins.publishing publish --target "$(TARGET)" --siteurl "$(SITEURL)" $(ARGS)

rollback: $(VENV)/.site ## 退回上一次发布
	@$(RUN) -m plugins.publishing rollback --target "$(TARGET)" $(ARGS)

schemas: $(VENV)/.site ## 由数据模型重做编辑器的补全
	@$(RUN) -m plugins.desk schemas

rules: $(VENV)/.site ## 由规则重做 docs/rules.md
	@$(RUN) -m plugins.desk rules

lint: $(VENV)/.test $(VENV)/.code ## 程序自查:类型与格式
	@$(VENV)/bin/ruff check plugins tests *.py
	@$(VENV)/bin/mypy

# A browser that stays open for a whole run keeps threads, and a build forks: the two want processes of their own.
test: $(VENV)/.test $(VENV)/.code ## 装好测试所需,运行全部测试
	@sh tests/setup-debian.sh
	@$(VENV)/bin/ruff check plugins tests pelicanconf.py publishconf.py
	@$(VENV)/bin/mypy
	@$(VENV)/bin/pytest -n 2 --dist loadfile -m "not nightly" --ignore tests/browser $(ARGS)
	@$(VENV)/bin/pytest -n 2 --dist loadfile -m "not nightly" tests/browser $(ARGS)

test-all: $(VENV)/.test $(VENV)/.code ## 同上,加上夜间的长测试
	@sh tests/setup-debian.sh
	@$(VENV)/bin/pytest --ignore tests/browser $(ARGS)
	@$(VENV)/bin/pytest tests/browser $(ARGS)

bench: $(VENV)/.bench $(VENV)/.code ## 与别的生成器并排比快慢
	@$(RUN) -m tests.bench $(ARGS)
